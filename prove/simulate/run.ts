import type { Fault } from "../world/faults.ts";
import type { Beginning } from "../world/people.ts";

/** What a simulated run depends on. */
export interface Run {
  /** How far a server's clock may be off, in seconds. */
  clockSkew: number;
  /** How many requests in a hundred meet a fault. */
  faultPercent: number;
  /** The faults to draw from; all by default. */
  faults?: readonly Fault[];
  /** How many slots the callers use. */
  slots: number;
  beginning: Beginning;
  /** One seed for each step. */
  stepSeeds: readonly number[];
}
