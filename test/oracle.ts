/**
 * What local hours come to, found the slow way: walk the UTC grid and ask Intl what the wall clock shows. It shares no
 * code with the product, and does no arithmetic with offsets.
 */

export interface Hours {
  /** Local dates, `2027-08-13`. */
  dates: readonly string[];
  /** Minutes since midnight; `to` may lie on the next day. */
  from: number;
  to: number;
}

const SLOT = 15 * 60;
const DAY = 24 * 60 * 60;

/** A zone's wall clock: its reading at an instant, in seconds as if the wall were in UTC. */
function wallClock(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  return (instant: number) => {
    const numbers = format.format(instant * 1000).match(/\d+/g) ?? [];
    const [month = 0, day, year = 0, hour, minute, second] = numbers.map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  };
}

/** The starts of all slots that lie wholly, from their first second to their last, inside one window of the hours. */
export function slotsOf({ dates, from, to }: Hours, timeZone: string): number[] {
  const clock = wallClock(timeZone);
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

/** The UTC days, as epoch seconds, in which the clocks of a zone change, from one instant to another. */
export function changesBetween(timeZone: string, from: number, to: number): number[] {
  const clock = wallClock(timeZone);
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
