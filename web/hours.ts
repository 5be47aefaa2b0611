/** The slots in weekly hours, before they are sent. Clock changes are ignored here: the API's reply reports them. */
import type { WeeklyHours, WeeklyWindow } from "../client/index.ts";
import { addDays } from "./time.ts";

export const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const satisfies WeeklyWindow["days"];

const SLOT_MINUTES = 15;
const DAY_MINUTES = 24 * 60;

/** The most days that the API takes at once. While someone types a year, there could be millions of days. */
const MAX_DAYS = 366;

export interface PreviewedDay {
  date: string;
  /** When its slots start, in minutes since midnight. */
  slots: number[];
}

/** The days of weekly hours with the slots that begin on each, in order. */
export function preview({ weekly, fromDate, toDate, exceptDates = [] }: WeeklyHours): PreviewedDay[] {
  const found = new Map<string, Set<number>>();
  if (!fromDate) return [];
  const end = addDays(fromDate, MAX_DAYS);
  for (let date = fromDate; date <= toDate && date < end; date = addDays(date, 1)) {
    if (exceptDates.includes(date)) continue;
    for (const { from, to } of weekly.filter(({ days }) => days.includes(dayName(date))))
      for (const minute of slotsBetween(minutesOf(from), minutesOf(to))) {
        // A window that ends before it starts goes on past midnight.
        const day = minute < DAY_MINUTES ? date : addDays(date, 1);
        found.set(day, (found.get(day) ?? new Set()).add(minute % DAY_MINUTES));
      }
  }
  return [...found]
    .map(([date, slots]) => ({ date, slots: [...slots].sort((a, b) => a - b) }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Whole slots on the grid: the start is rounded up, and the end down. */
function slotsBetween(from: number, to: number): number[] {
  const first = Math.ceil(from / SLOT_MINUTES);
  const last = Math.floor((to < from ? to + DAY_MINUTES : to) / SLOT_MINUTES);
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => (first + index) * SLOT_MINUTES);
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const dayName = (date: string) => DAYS[(new Date(date).getUTCDay() + 6) % 7] ?? "MO";
