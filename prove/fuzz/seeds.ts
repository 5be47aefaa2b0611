/** Every seed that ever failed, how many of its requests it takes, and what they found. They run beside one at random. */
export const seeds: { seed: number; count: number; found: string }[] = [];
