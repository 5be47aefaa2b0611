/**
 * In the code, a time is in epoch seconds; it is text only in requests, replies and keys. A UTC day is its date,
 * `2027-08-13`, and a quarter is one of its 96 quarter-hours, 0 to 95.
 */
import { DAY_SECONDS, SLOT_SECONDS } from "./rules.ts";

/** The first instant beyond the years that we accept, in epoch seconds. */
export const END_OF_TIME = Date.parse("9999-01-01T00:00:00Z") / 1000;

/**
 * Whether an RFC 3339 text is an instant of the years 0000 to 9998 in UTC. Every slot and window made from it then has a
 * year of four digits too, so their texts sort in order of time.
 */
export function isInstant(text: string) {
  const instant = new Date(text);
  return instant.getUTCFullYear() >= 0 && instant.getTime() / 1000 < END_OF_TIME;
}

/** Whether a text is a calendar day, `2027-08-13`, all of whose hours, in any zone, are instants that we accept. */
export const isDate = (text: string) => isInstant(text) && text < "9998" && dayOf(startOfDay(text)) === text;

/** Adds the colon that some clients leave out of an offset: `+0200`. */
export const withColon = (text: string) => text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2");

/**
 * Epoch seconds of an RFC 3339 text. A fraction of a second is kept, but between 0.001 and 0.999, since an instant just
 * beside a slot's start must not seem to be on it.
 */
export function epochSeconds(text: string) {
  const [fraction = ""] = /\.\d+/.exec(text) ?? [];
  const part = Number(`0${fraction}`);
  return Date.parse(text.replace(fraction, "")) / 1000 + (part && Math.min(Math.max(part, 0.001), 0.999));
}

/** RFC 3339 in UTC, `2027-08-13T08:00:00Z`. */
export const formatInstant = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** The UTC day of an instant, `2027-08-13`. */
export const dayOf = (seconds: number) => formatInstant(seconds).slice(0, 10);

/** The first instant of a UTC day. */
export const startOfDay = (day: string) => Date.parse(day) / 1000;

/** The quarter-hour of its UTC day that an instant lies in, 0 to 95. */
export const quarterOf = (seconds: number) => Math.floor((seconds % DAY_SECONDS) / SLOT_SECONDS);

export const isOnGrid = (seconds: number) => seconds % SLOT_SECONDS === 0;
export const roundUp = (seconds: number) => Math.ceil(seconds / SLOT_SECONDS) * SLOT_SECONDS;
export const roundDown = (seconds: number) => Math.floor(seconds / SLOT_SECONDS) * SLOT_SECONDS;

/** Every UTC day that `[from, to)` touches, in order. */
export function* daysBetween(from: number, to: number) {
  for (let day = startOfDay(dayOf(from)); day < to; day += DAY_SECONDS) yield dayOf(day);
}
