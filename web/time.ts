/**
 * Times in words. The page uses the browser's own time zone data, as the device's clock and calendar do. A day is written
 * `2031-03-03`; an instant is in epoch milliseconds.
 */

const LANGUAGE = "en-GB";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The zone of this device; UTC if it has no named zone. */
export function deviceZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone && isKnown(timeZone) && timeZone !== "Etc/Unknown" ? timeZone : "UTC";
}

/** Whether this browser knows a zone. The browser may be older than the zone's name. */
export function isKnown(zone: string): boolean {
  try {
    return !!new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone });
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string, options: Intl.DateTimeFormatOptions, time: number): string {
  const key = `${zone} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: zone });
  formats.set(key, made);
  return made.format(time);
}

/** Whether a text is a day that exists, in this century: a year such as 9999 has weeks that a `Date` cannot write. */
export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/** The day in a zone. */
export function dayOf(zone: string, time: number): string {
  const [day, month, year] = format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }, time).split("/");
  return `${year}-${month}-${day}`;
}

/** The time on a zone's wall clock, as in `08:00`. */
const wallTime = (zone: string, time: number) =>
  format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, time);

/** The time in a zone, as in `08:00`; with its offset where the wall clock shows it twice, as in `02:15 (UTC+2)`. */
export const timeOf = (zone: string, time: number) =>
  comesTwice(zone, time) ? `${wallTime(zone, time)} (${offsetName(zone, time)})` : wallTime(zone, time);

/** With a real minus sign: a line may break after a hyphen. */
const offsetName = (zone: string, time: number) =>
  format(zone, { timeZoneName: "shortOffset" }, time).replace(/.*GMT/, "UTC").replace("-", "−");

/** Whether the clocks go back and show this time once before that and once after. */
function comesTwice(zone: string, time: number): boolean {
  const offset = offsetOf(zone, time);
  return [time - DAY, time + DAY].some((near) => {
    const other = offsetOf(zone, near);
    return other !== offset && offsetOf(zone, time + offset - other) === other;
  });
}

/** A day in words, as in `Monday 3 March 2031`. */
export const longDay = (date: string) =>
  format("UTC", { weekday: "long", day: "numeric", month: "long", year: "numeric" }, Date.parse(date)).replace(",", "");

export const weekday = (date: string) => format("UTC", { weekday: "short" }, Date.parse(date));
export const shortDay = (date: string) => format("UTC", { day: "numeric", month: "short" }, Date.parse(date));

/** As in `Monday 3 March 2031, 08:00`. */
export const dayAndTime = (zone: string, time: number) => `${longDay(dayOf(zone, time))}, ${timeOf(zone, time)}`;

export const addDays = (date: string, days: number) =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

/** The week of a day: seven days from Monday on. */
export function weekOf(date: string): string[] {
  const sinceMonday = (new Date(date).getUTCDay() + 6) % 7;
  return Array.from({ length: 7 }, (_, day) => addDays(date, day - sinceMonday));
}

/** A window that contains these days in every zone: no zone is more than a day ahead of UTC, or behind it. */
export const windowAround = (days: string[]) => ({
  from: `${addDays(days[0] ?? "", -1)}T00:00:00Z`,
  to: `${addDays(days.at(-1) ?? "", 2)}T00:00:00Z`,
});

/** A zone as people say it: `New York` for America/New_York. */
export const placeName = (zone: string) => zone.replace(/^.*\//, "").replaceAll("_", " ");

/** The time in another zone, as in `10:00 in New York`. Undefined if day and time are the same there. */
export function timeElsewhere(here: string, there: string | undefined, time: number): string | undefined {
  if (!there || !isKnown(there)) return undefined;
  const day = dayOf(there, time);
  if (wallTime(there, time) === wallTime(here, time) && day === dayOf(here, time)) return undefined;
  return `${day === dayOf(here, time) ? "" : `${weekday(day)} `}${timeOf(there, time)} in ${placeName(there)}`;
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
function offsetOf(zone: string, time: number): number {
  const wall = Date.parse(`${dayOf(zone, time)}T${wallTime(zone, time)}Z`);
  return wall - Math.floor(time / MINUTE) * MINUTE;
}

/** A sentence about a zone's clock change on a day, if there is one. It names the day unless that is the day `shown`. */
export function clockChange(zone: string, date: string, shown: string): string | undefined {
  const noon = Date.parse(`${date}T12:00Z`);
  if (offsetOf(zone, noon - DAY) === offsetOf(zone, noon + DAY)) return undefined;
  for (let time = noon - DAY - DAY / 2; time < noon + DAY + DAY / 2; time += 15 * MINUTE) {
    const [before, after] = [offsetOf(zone, time - 15 * MINUTE), offsetOf(zone, time)];
    const from = new Date(time + before).toISOString();
    if (before === after || from.slice(0, 10) !== date) continue;
    const [start, end] = [from.slice(11, 16), new Date(time + after).toISOString().slice(11, 16)];
    const day = date === shown ? "this day" : longDay(date);
    return after > before
      ? `In ${placeName(zone)} the clocks go forward on ${day}, from ${start} to ${end}.`
      : `In ${placeName(zone)} the clocks go back on ${day}, from ${start} to ${end}: times in between come twice.`;
  }
  return undefined;
}

/** Minutes as hours and minutes, or seconds as minutes and seconds: `08:00`. */
export const clockTime = (count: number) =>
  [Math.floor(count / 60), count % 60].map((part) => `${part}`.padStart(2, "0")).join(":");

/** As in `29:07`. */
export const countdown = (milliseconds: number) => clockTime(Math.max(0, Math.ceil(milliseconds / 1000)));
