/**
 * Converts wall-clock time to instants. A window of local time means every instant at which the wall clock shows a time inside
 * it: a time that the clocks skip has no instant, and one that they repeat has two.
 *
 * A reading of the wall clock is in epoch seconds, as if the clock showed UTC: 08:00 on a date is that date's 08:00Z.
 */
import { type Era, erasBetween } from "./offsets.ts";
import { DAY_SECONDS } from "./rules.ts";
import { formatInstant, roundDown, roundUp, startOfDay } from "./time.ts";
import type { Window } from "./window.ts";

/** Readings of a wall clock, `[from, to)`. */
export interface WallWindow {
  from: number;
  to: number;
}

/** Local times of a window that the clocks skip or show twice. */
export interface Adjustment {
  change: "skipped" | "repeated";
  /** The instant of the change. */
  at: number;
  from: number;
  to: number;
}

/** The readings of `date` from `08:00` to `15:00`. `24:00` is midnight; an end before its start is on the next day. */
export function wallWindow(date: string, from: string, to: string): WallWindow {
  const midnight = startOfDay(date);
  const [start, end] = [midnight + secondsOf(from), midnight + secondsOf(to)];
  return { from: start, to: end < start ? end + DAY_SECONDS : end };
}

const secondsOf = (time: string) => Number(time.slice(0, 2)) * 3600 + Number(time.slice(3)) * 60;

/** A zone's eras around readings. No zone's offset is as long as a day. */
export const erasAround = (timeZone: string, { from, to }: WallWindow) =>
  erasBetween(timeZone, from - DAY_SECONDS, to + DAY_SECONDS);

/** The instants at which the wall clock shows a time inside a window, in order. Adjacent intervals are joined. */
export function instantsOf(wall: WallWindow, eras: readonly Era[]): Window[] {
  const found: Window[] = [];
  for (const era of eras) {
    const from = Math.max(wall.from - era.offset, era.from);
    const to = Math.min(wall.to - era.offset, era.to);
    if (from >= to) continue;
    const last = found.at(-1);
    if (last?.to === from) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

/** Intervals rounded to the grid inward. One without a whole slot becomes empty: its end is at its start, or before. */
export const roundedInward = (intervals: readonly Window[]): Window[] =>
  intervals.map(({ from, to }) => ({ from: roundUp(from), to: roundDown(to) }));

/** From the first instant of a local date to its last, or undefined where the zone skips the whole of it. */
export function localDay(date: string, timeZone: string): Window | undefined {
  const wall = wallWindow(date, "00:00", "24:00");
  return spanOf(wall, erasAround(timeZone, wall));
}

/** From the first instant of a window to its last, or undefined where it has none. */
export function spanOf(wall: WallWindow, eras: readonly Era[]): Window | undefined {
  const [first, ...rest] = instantsOf(wall, eras);
  return first && { from: first.from, to: (rest.at(-1) ?? first).to };
}

/** The readings inside a window that the clocks skip or show twice, in order. */
export function adjustmentsOf(wall: WallWindow, eras: readonly Era[]): Adjustment[] {
  return eras.flatMap(({ to: instant, offset }, i) => {
    const next = eras[i + 1];
    if (!next) return [];
    const [before, after] = [instant + offset, instant + next.offset];
    const from = Math.max(Math.min(before, after), wall.from);
    const to = Math.min(Math.max(before, after), wall.to);
    return from < to ? [{ change: before < after ? "skipped" : "repeated", at: instant, from, to }] : [];
  });
}

/** A reading of the wall clock, `2027-03-14T02:00`. */
export const formatReading = (reading: number) => formatInstant(reading).slice(0, 16);

/** An instant as its wall clock and offset, `2027-08-13T08:00:00-04:00`. RFC 3339. */
export function formatLocal(instant: number, offset: number) {
  const sign = offset < 0 ? "-" : "+";
  const ahead = formatInstant(Math.abs(offset)).slice(11, 16);
  return formatInstant(instant + offset).replace("Z", `${sign}${ahead}`);
}
