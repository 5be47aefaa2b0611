/**
 * What a zone's clocks show beside UTC, by the runtime's own tzdata. Intl is enough for that, so no function carries a
 * time zone library. All in seconds.
 */
import { DAY_SECONDS } from "./rules.ts";

/** A stretch of time, `[from, to)`, in which a zone's clocks are `offset` ahead of UTC. */
export interface Era {
  from: number;
  to: number;
  offset: number;
}

type OffsetAt = (instant: number) => number;

/** How far a zone's clocks are ahead of UTC, at any instant. */
export function offsetsOf(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  return (instant) => {
    // "GMT-04:00", "GMT-00:44:30" in times gone by, and for none just "GMT".
    const [, sign, hours = 0, minutes = 0, seconds = 0] =
      /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(format.format(instant * 1000)) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  };
}

/** A zone's eras over `[from, to)`, in order, without gaps. No zone ever moved its clocks there and back in one day. */
export function erasBetween(timeZone: string, from: number, to: number): Era[] {
  const offsetAt = offsetsOf(timeZone);
  const starts = [from];
  for (let day = from; day < to; day += DAY_SECONDS)
    starts.push(...changesWithin(offsetAt, day, Math.min(day + DAY_SECONDS, to - 1)));
  return starts.map((start, i) => ({ from: start, to: starts[i + 1] ?? to, offset: offsetAt(start) }));
}

/** The first seconds of new offsets after `from` and up to `to`, by halving. */
function* changesWithin(offsetAt: OffsetAt, from: number, to: number): Generator<number> {
  if (offsetAt(from) === offsetAt(to)) return;
  if (to - from === 1) return yield to;
  const middle = Math.floor((from + to) / 2);
  yield* changesWithin(offsetAt, from, middle);
  yield* changesWithin(offsetAt, middle, to);
}
