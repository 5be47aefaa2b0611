import type { Fault } from "../world/faults.ts";
import type { Beginning } from "../world/people.ts";

/** What a simulated history is drawn from. */
export interface Run {
  /** How far a server's clock may be off, in seconds. */
  skew: number;
  /** How many requests of a hundred meet a fault, and which; any without it. */
  stormy: number;
  faults?: readonly Fault[];
  /** Of how many slots the callers speak. */
  slots: number;
  beginning: Beginning;
  /** Each makes a step. */
  numbers: readonly number[];
}
