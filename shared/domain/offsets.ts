/**
 * How far a zone's clocks are ahead of UTC, in seconds. Before and after the years of the data the nearest known offset
 * counts; nobody can offer hours there.
 */
import { type TimeZone, timeZoneOf } from "./time-zone.ts";

/** An interval, `[from, to)`, in which a zone's clocks are `offset` ahead of UTC. */
export interface Era {
  from: number;
  to: number;
  offset: number;
}

/** How far a zone's clocks are ahead of UTC, at any instant. */
export function offsetsOf(timeZone: string) {
  const zone = timeZoneOf(timeZone);
  return (instant: number) => offsetAfter(zone, zone.changes.filter((change) => change <= instant).length);
}

/** A zone's eras over `[from, to)`, in order, without gaps. */
export function erasBetween(timeZone: string, from: number, to: number): Era[] {
  const zone = timeZoneOf(timeZone);
  return [Number.NEGATIVE_INFINITY, ...zone.changes]
    .map((start, i) => ({
      from: Math.max(start, from),
      to: Math.min(zone.changes[i] ?? Number.POSITIVE_INFINITY, to),
      offset: offsetAfter(zone, i),
    }))
    .filter((era) => era.from < era.to);
}

/** The offset of a zone once its clocks have changed `changes` times. */
const offsetAfter = ({ offsets }: TimeZone, changes: number) => offsets[changes % offsets.length] as number;
