/** Runs by number: a seed and a number make a run's steps and settings. */
import { randomOf } from "../../test/random.ts";
import type { Settings, Step } from "./simulate.ts";

export interface Run {
  steps: Step[];
  settings: Settings;
}

const LEAST_STEPS = 10;
const MOST_STEPS = 60;

export function runOf(seed: number, number: number): Run {
  const random = randomOf(Math.imul(seed, 0x85ebca6b) ^ number);
  const below = (bound: number) => Math.floor(random() * bound);
  const settings = {
    returnsItem: below(2) === 1,
    skew: below(3),
    faults: [0, 8, 25][below(3)] as number,
    beginning: (["free", "held", "booked", "soon"] as const)[below(4)] ?? "free",
    slots: [1, 2, 5][below(3)] as number,
  };
  const steps = Array.from({ length: LEAST_STEPS + below(MOST_STEPS - LEAST_STEPS) }, () => ({
    pick: below(2 ** 31),
    how: below(2 ** 31),
    fault: below(2 ** 31),
  }));
  return { steps, settings };
}
