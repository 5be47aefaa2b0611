/**
 * Runs that once went wrong, in the product or in the model. A run's steps mean something else once what callers do is drawn in
 * another way; each of these was wrong as the code stands.
 */
export const failedOnce: readonly { seed: number; run: number; why: string }[] = [
  { seed: 20261124, run: 2332, why: "a batch of one key was answered in part, which no DynamoDB does" },
];
