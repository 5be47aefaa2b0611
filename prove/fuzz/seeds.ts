/** Every seed that ever failed, how many of its requests it takes, and what they found. They run beside one at random. */
export const seeds: { seed: number; count: number; found: string }[] = [
  { seed: 1, count: 440, found: "a 500 for a cursor made up to go on outside of its list's window" },
];
