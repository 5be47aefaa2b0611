import { type Claim, isLive } from "./claim.ts";
import { SLOT_SECONDS } from "./rules.ts";
import type { Slot } from "./slot.ts";
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

/** A slot, and what stands on it. */
export interface ScheduledSlot extends Slot {
  /** The claim that owns it, if one does. */
  owner?: Claim;
  /** The claim that stands there, live or not. */
  claim?: Claim;
}

/**
 * Every slot that is offered or owned at `now`, in the order the entries come.
 *
 * @param entries day sheets, each followed by the claims of its provider and day in order of time. Where a sheet is
 *   missing (swept, or an index lags), only owned slots are yielded
 * @param now epoch seconds
 */
export async function* scheduledSlots(
  entries: Iterable<DaySheet | Claim> | AsyncIterable<DaySheet | Claim>,
  now: number,
): AsyncGenerator<ScheduledSlot> {
  let providerId = "";
  let starts: number[] = [];
  function* offeredUntil(end: number) {
    for (let next = starts[0]; next !== undefined && next < end; next = starts[0]) {
      starts.shift();
      yield { providerId, startsAt: next };
    }
  }
  for await (const entry of entries) {
    if ("offered" in entry) {
      yield* offeredUntil(Number.POSITIVE_INFINITY);
      ({ providerId } = entry);
      starts = startsOf(entry);
      continue;
    }
    const { startsAt } = entry;
    yield* offeredUntil(entry.providerId === providerId ? startsAt : Number.POSITIVE_INFINITY);
    const isOffered = starts[0] === startsAt;
    if (isOffered) starts.shift();
    const owner = isLive(entry, now) ? { owner: entry } : undefined;
    if (isOffered || owner) yield { providerId: entry.providerId, startsAt, claim: entry, ...owner };
  }
  yield* offeredUntil(Number.POSITIVE_INFINITY);
}

const startsOf = ({ day, offered }: DaySheet) =>
  [...offered].sort((a, b) => a - b).map((quarter) => startOfDay(day) + quarter * SLOT_SECONDS);
