import { type Claim, isLive } from "./claim.ts";
import { SLOT_SECONDS } from "./rules.ts";
import { dayOf, quarterOf, startOfDay } from "./time.ts";
import type { Window } from "./window.ts";

/** The hours a provider offers on one UTC day. */
export interface DaySheet {
  providerId: string;
  /** The UTC date, `2027-08-13`. */
  day: string;
  /** Quarter-hours of that day, 0 to 95. */
  offered: ReadonlySet<number>;
}

export interface Slot {
  providerId: string;
  /** Epoch seconds, on the grid. */
  startsAt: number;
}

export const endOf = (startsAt: number) => startsAt + SLOT_SECONDS;

export const isOffered = (sheet: DaySheet, startsAt: number) =>
  sheet.day === dayOf(startsAt) && sheet.offered.has(quarterOf(startsAt));

/** Quarter-hours, 0 to 95, by UTC day. */
export type Quarters = ReadonlyMap<string, ReadonlySet<number>>;

/** The quarter-hours in intervals on the grid. */
export function quartersByDay(intervals: readonly Window[]): Quarters {
  const days = new Map<string, Set<number>>();
  for (const { from, to } of intervals)
    for (let slot = from; slot < to; slot += SLOT_SECONDS) {
      const day = dayOf(slot);
      days.set(day, (days.get(day) ?? new Set()).add(quarterOf(slot)));
    }
  return days;
}

/** A slot and the claim that owns it, where one does. */
export interface ScheduledSlot extends Slot {
  claim?: Claim;
}

/**
 * Every slot that is offered or owned at `now`, in the order the entries come.
 *
 * @param entries day sheets, each followed by the claims of its provider and day in order of time; a claim whose
 *   sheet is missing (it was swept, or an index lags) is owned ground without free ground around it
 * @param now epoch seconds
 */
export async function* scheduledSlots(
  entries: AsyncIterable<DaySheet | Claim>,
  now: number,
): AsyncGenerator<ScheduledSlot> {
  let providerId = "";
  let starts: number[] = [];
  function* until(end: number) {
    while (starts[0] !== undefined && starts[0] < end) yield { providerId, startsAt: starts.shift() as number };
  }
  for await (const entry of entries) {
    if ("offered" in entry) {
      yield* until(Number.POSITIVE_INFINITY);
      ({ providerId } = entry);
      starts = startsOf(entry);
      continue;
    }
    const { startsAt } = entry;
    yield* until(entry.providerId === providerId ? startsAt : Number.POSITIVE_INFINITY);
    if (!isLive(entry, now)) continue;
    if (starts[0] === startsAt) starts.shift();
    yield { providerId: entry.providerId, startsAt, claim: entry };
  }
  yield* until(Number.POSITIVE_INFINITY);
}

const startsOf = ({ day, offered }: DaySheet) =>
  [...offered].sort((a, b) => a - b).map((quarter) => startOfDay(day) + quarter * SLOT_SECONDS);
