import type { Fault } from "../world/faults.ts";
import type { Beginning } from "../world/people.ts";

/** What a simulated run depends on. */
export interface Run {
  /** How far a server's clock may be off, in seconds. */
  skew: number;
  /** How many requests in a hundred meet a fault. */
  stormy: number;
  /** The faults to draw from; all by default. */
  faults?: readonly Fault[];
  /** How many slots the callers use. */
  slots: number;
  beginning: Beginning;
  /** Each draws one step. */
  numbers: readonly number[];
}
