import { SLOT_SECONDS } from "./rules.ts";

export interface Slot {
  providerId: string;
  /** Epoch seconds, on the grid. */
  startsAt: number;
}

export const endOf = (startsAt: number) => startsAt + SLOT_SECONDS;
