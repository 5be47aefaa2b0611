/**
 * Finds the slots in local hours the slow way: it walks the UTC grid and reads a wall clock. It shares no code with the product,
 * and does no arithmetic with offsets.
 */
import moment from "moment-timezone";

/** A wall clock: what it shows at an instant, as the epoch seconds at which a clock in UTC shows the same. */
export type WallClock = (instant: number) => number;

/** A zone's wall clock, by the library whose data the product's are made from. */
export function wallClock(timeZone: string): WallClock {
  const readings = new Map<number, number>();
  return (instant) => {
    const known = readings.get(instant);
    if (known !== undefined) return known;
    const shown = moment.tz(instant * 1000, timeZone);
    const [hours, minutes, seconds] = [shown.hours(), shown.minutes(), shown.seconds()];
    const reading = Date.UTC(shown.year(), shown.month(), shown.date(), hours, minutes, seconds) / 1000;
    readings.set(instant, reading);
    return reading;
  };
}

export interface Hours {
  /** Local dates, `2027-08-13`. */
  dates: readonly string[];
  /** Minutes since midnight; `to` may lie on the next day. */
  from: number;
  to: number;
}

const SLOT = 15 * 60;
const DAY = 24 * 60 * 60;

/** The starts of all slots that lie wholly, from their first second to their last, inside one window of the hours. */
export function slotsOf({ dates, from, to }: Hours, clock: WallClock): number[] {
  const starts = new Set<number>();
  for (const date of dates) {
    const midnight = Date.parse(date) / 1000;
    const inside = (instant: number) => {
      const reading = clock(instant) - midnight;
      return reading >= from * 60 && reading < to * 60;
    };
    const first = Math.floor((midnight + from * 60 - DAY) / SLOT) * SLOT;
    for (let start = first; start < midnight + to * 60 + DAY; start += SLOT)
      if (inside(start) && inside(start + SLOT - 1)) starts.add(start);
  }
  return [...starts].sort((a, b) => a - b);
}

/** The UTC days between two instants, as epoch seconds, in which a clock is put forward or back. */
export function changesBetween(clock: WallClock, from: number, to: number): number[] {
  const changes: number[] = [];
  let ahead = clock(from) - from;
  for (let day = from; day < to; day += DAY) {
    const then = clock(day + DAY) - day - DAY;
    if (then !== ahead) changes.push(day);
    ahead = then;
  }
  return changes;
}

/** Local dates around an instant: the day before to the day after. */
export function datesAround(instant: number, reach = 1) {
  const days = Array.from({ length: 2 * reach + 2 }, (_, i) => i - reach);
  return days.map((day) => new Date((instant + day * DAY) * 1000).toISOString().slice(0, 10));
}
