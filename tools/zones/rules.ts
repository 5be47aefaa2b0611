/**
 * A zone's clock changes, computed from IANA's source rules, which the package `tzdata` has as JSON. It shares no code and no
 * data with the product, whose data come from compiled zones. Times in here are in milliseconds.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** From `at` on, in epoch seconds, clocks are `offset` seconds ahead of UTC. */
export interface Change {
  at: number;
  offset: number;
}

/** Minutes west of UTC; a rule's name, or fixed summer time as `1:00`, or `-`; a format; its end, in local time. */
type ZoneLine = [west: string, rules: string, format: unknown, until: string | null];
type Rule = [
  from: string,
  to: string,
  type: string,
  month: string,
  on: string,
  at: Clock,
  save: string,
  letter: string,
];
/** `u` is UTC, `s` standard time, neither is local time. */
type Clock = [hours: string, minutes: string, seconds: string, kind: "u" | "s" | null];

interface Sources {
  version: string;
  zones: Record<string, ZoneLine[] | string>;
  rules: Record<string, Rule[]>;
}

const sources: Sources = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve("tzdata")), "utf8"));
export const release = sources.version;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A rule's day in a year, `8`, `lastSun`, `Sun>=8` or `Fri<=1`, as UTC midnight. */
function dayOf(year: number, month: number, on: string) {
  const parts = /^(last)?([A-Z]..)?([<>]=)?(\d+)?$/.exec(on);
  if (!parts) throw new Error(`${on} is no day of a rule.`);
  const [, last, weekday = "", order, date] = parts;
  let day = last ? Date.UTC(year, month + 1, 0) : Date.UTC(year, month, Number(date));
  const step = last || order === "<=" ? -DAY : DAY;
  while (weekday && new Date(day).getUTCDay() !== WEEKDAYS.indexOf(weekday)) day += step;
  return day;
}

/** Each time that the rules apply, up to a year, in order, with the minutes of summer time from then on. */
const applied = (rules: Rule[], lastYear: number) =>
  rules
    .flatMap(([from, to, , month, on, [hours, minutes, seconds, kind], save]) => {
      const until = to === "max" ? lastYear : to === "only" ? Number(from) : Number(to);
      return Array.from({ length: Math.max(0, Math.min(until, lastYear) - Number(from) + 1) }, (_, i) => ({
        time:
          dayOf(Number(from) + i, MONTHS.indexOf(month), on) +
          ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000,
        kind,
        save: Number(save),
      }));
    })
    .sort((a, b) => a.time - b.time);

/** A text such as `1:00` or `-1:00` in minutes; 0 for `-`. */
function fixedSave(text: string) {
  const [, sign, hours, minutes] = /^(-?)(\d+):(\d+)$/.exec(text) ?? [];
  return (sign ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** The offsets according to one line of a zone, from its start on, and when it ends. */
function offsetsBy([west, rules, , until]: ZoneLine, start: number, lastYear: number) {
  const standard = -Number(west);
  let save = fixedSave(rules);
  const end = () => (until === null ? Number.POSITIVE_INFINITY : Number(until) - (standard + save) * MINUTE);
  const changes: Change[] = [{ at: start, offset: standard + save }];
  for (const rule of applied(sources.rules[rules] ?? [], lastYear)) {
    const ahead = rule.kind === "u" ? 0 : rule.kind === "s" ? standard : standard + save;
    const at = rule.time - ahead * MINUTE;
    if (at >= end()) break;
    save = rule.save;
    const change = { at: Math.max(at, start), offset: standard + save };
    if (at <= start) changes[0] = change;
    else changes.push(change);
  }
  return { changes, end: end() };
}

/** A zone's offset at `from`, and every change of it before `to`; undefined if there is no such zone. */
export function changesByRules(name: string, from: number, to: number): Change[] | undefined {
  const zone = sources.zones[name];
  if (typeof zone === "string") return changesByRules(zone, from, to);
  if (!zone) return undefined;
  const all: Change[] = [];
  let start = Number.NEGATIVE_INFINITY;
  for (const line of zone) {
    const { changes, end } = offsetsBy(line, start, new Date(to * 1000).getUTCFullYear());
    all.push(...changes.map(({ at, offset }) => ({ at: at / 1000, offset: offset * 60 })));
    start = end;
  }
  return all
    .map(({ at, offset }, i) => ({ at: Math.max(at, from), offset, end: all[i + 1]?.at ?? to }))
    .filter(({ at, end }) => at < Math.min(end, to))
    .filter(({ offset }, i, kept) => offset !== kept[i - 1]?.offset);
}
