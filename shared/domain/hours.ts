/** The hours a provider says it works, and the slots they mean. */
import {
  type Adjustment,
  adjustmentsOf,
  erasAround,
  instantsOf,
  roundedInward,
  type WallWindow,
  wallWindow,
} from "./local-time.ts";
import { DAY_SECONDS, MAX_OFFER_AHEAD_DAYS } from "./rules.ts";
import { quartersByDay } from "./schedule.ts";
import { dayOf, daysBetween, roundUp, startOfDay } from "./time.ts";
import type { Window } from "./window.ts";
import { ZONES_END } from "./zones.gen.ts";

/** Local times as `08:00`. */
interface LocalHours {
  from: string;
  to: string;
}

export interface LocalDay extends LocalHours {
  /** The local date, `2027-08-13`. */
  date: string;
}

export interface WeeklyHours {
  weekly: readonly (LocalHours & { days: readonly string[] })[];
  /** The first and the last local date. */
  fromDate: string;
  toDate: string;
  exceptDates?: readonly string[] | undefined;
}

/** In the order of `Date`'s getUTCDay. */
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** The windows of local time that hours mean, in order of their dates. */
export function wallWindows(hours: LocalDay | WeeklyHours): WallWindow[] {
  if ("date" in hours) return [wallWindow(hours.date, hours.from, hours.to)];
  const { weekly, fromDate, toDate, exceptDates = [] } = hours;
  const off = new Set(exceptDates);
  return [...daysBetween(startOfDay(fromDate), startOfDay(toDate) + DAY_SECONDS)]
    .filter((date) => !off.has(date))
    .flatMap((date) => {
      const weekday = new Date(date).getUTCDay();
      return weekly
        .filter(({ days }) => days.some((day) => WEEKDAYS.indexOf(day) === weekday))
        .map(({ from, to }) => wallWindow(date, from, to));
    });
}

/** The slots that submitted hours mean, without those that are past. */
export interface Offer {
  /** Slots, as intervals on the grid; they may overlap. */
  intervals: Window[];
  /** How many days have a slot: local days for local hours, otherwise UTC days. */
  days: number;
  adjustments: Adjustment[];
}

/** The latest end of hours that are submitted at `now`. */
export const latestEnd = (now: number) => now + MAX_OFFER_AHEAD_DAYS * DAY_SECONDS;

/** The same for local hours, or the end of the time zone data if that comes first. */
export const latestLocalEnd = (now: number) => Math.min(latestEnd(now), ZONES_END);

/** The slots in an interval. Instants in epoch seconds. */
export function offerBetween(interval: Window, now: number): Offer {
  const intervals = futureParts(roundedInward([interval]), now);
  return { intervals, days: quartersByDay(intervals).size, adjustments: [] };
}

/** The slots in windows of a zone's local time. `now` in epoch seconds. */
export function offerInZone(walls: readonly WallWindow[], timeZone: string, now: number): Offer {
  const [first, last] = [walls[0], walls.at(-1)];
  if (!first || !last) return { intervals: [], days: 0, adjustments: [] };
  // Windows of one date are not sorted, and one may end on the next day: so look one day further on each side.
  const eras = erasAround(timeZone, { from: first.from - DAY_SECONDS, to: last.from + 2 * DAY_SECONDS });
  const slots = walls.map((wall) => futureParts(roundedInward(instantsOf(wall, eras)), now));
  return {
    intervals: slots.flat(),
    days: new Set(walls.filter((_, i) => slots[i]?.length).map(({ from }) => dayOf(from))).size,
    adjustments: walls.flatMap((wall) => adjustmentsOf(wall, eras)).filter(({ at }) => at > now),
  };
}

/** The future parts of the intervals. Past intervals are dropped. */
const futureParts = (intervals: readonly Window[], now: number): Window[] =>
  intervals.map(({ from, to }) => ({ from: Math.max(from, roundUp(now)), to })).filter(({ from, to }) => from < to);
