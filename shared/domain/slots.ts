import { type Claim, isLive } from "./claim.ts";
import { SLOT_SECONDS } from "./rules.ts";
import { dayOf, quarterOf, startOfDay } from "./time.ts";

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

/** The quarter-hours between two instants on the grid, by UTC day. */
export function quartersByDay(startsAt: number, endsAt: number) {
  const days = new Map<string, Set<number>>();
  for (let slot = startsAt; slot < endsAt; slot += SLOT_SECONDS) {
    const day = dayOf(slot);
    days.set(day, (days.get(day) ?? new Set()).add(quarterOf(slot)));
  }
  return days;
}

/**
 * The slots that are offered and that nobody owns at `now`, in the order the entries come.
 *
 * @param entries day sheets, each followed by the claims of its provider and day in order of time; a claim whose
 *   sheet is missing (an index may lag) offers nothing
 * @param now epoch seconds
 */
export async function* freeSlots(entries: AsyncIterable<DaySheet | Claim>, now: number): AsyncGenerator<Slot> {
  let providerId = "";
  let day = "";
  let starts: number[] = [];
  function* until(end: number) {
    while (starts[0] !== undefined && starts[0] < end) yield { providerId, startsAt: starts.shift() as number };
  }
  for await (const entry of entries) {
    if ("offered" in entry) {
      yield* until(Number.POSITIVE_INFINITY);
      ({ providerId, day } = entry);
      starts = startsOf(entry);
    } else if (entry.providerId === providerId && dayOf(entry.startsAt) === day) {
      yield* until(entry.startsAt);
      if (starts[0] === entry.startsAt && isLive(entry, now)) starts.shift();
    }
  }
  yield* until(Number.POSITIVE_INFINITY);
}

const startsOf = ({ day, offered }: DaySheet) =>
  [...offered].sort((a, b) => a - b).map((quarter) => startOfDay(day) + quarter * SLOT_SECONDS);
