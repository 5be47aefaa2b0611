/** Intervals of time that callers ask for. */
import { DAY_SECONDS, DEFAULT_WINDOW_DAYS, MAX_WINDOW_DAYS, NOTICE_SECONDS } from "./rules.ts";
import { END_OF_TIME } from "./time.ts";

/** Instants in epoch seconds; slots start at or after `from` and before `to`. */
export interface Window {
  from: number;
  to: number;
}

/** What is wrong with the order of an interval's start and end, in words, or undefined. */
export const orderFault = (from: number, to: number) => (to <= from ? "must be later than the start" : undefined);

/** What is wrong with the end of an interval, in words, or undefined. Instants in epoch seconds. */
export const intervalFault = (from: number, to: number) =>
  orderFault(from, to) ??
  (to - from > MAX_WINDOW_DAYS * DAY_SECONDS ? `must be at most ${MAX_WINDOW_DAYS} days after the start` : undefined);

/** The first instant that can still be reserved at `now`. */
export const earliestStart = (now: number) => now + NOTICE_SECONDS;

/** Where a list ends when the caller does not say. */
export const defaultEnd = (from: number) => Math.min(from + DEFAULT_WINDOW_DAYS * DAY_SECONDS, END_OF_TIME);
