/** The rules for submitted hours that the schema cannot express. */
import { DAY_SECONDS, MAX_WEEKLY_DAYS } from "../domain/rules.ts";
import { isDate, startOfDay } from "../domain/time.ts";
import type { Fault } from "./faults.ts";

type Sent = Record<string, unknown>;

/** Every fault of a body, which can have any shape. A field of the wrong type is skipped here: the schema reports it. */
export function hoursFaults(body: unknown): Fault[] {
  const sent: Sent = Object(body);
  if (!("weekly" in sent)) return windowFaults("body", sent);
  const { weekly, fromDate, toDate, exceptDates } = sent;
  return [
    ...list(weekly).flatMap((window, i) => windowFaults(`body.weekly.${i}`, Object(window))),
    ...(isDay(fromDate) && isDay(toDate) ? rangeFaults(fromDate, toDate, list(exceptDates)) : []),
  ];
}

const list = (sent: unknown): unknown[] => (Array.isArray(sent) ? sent : []);
const isDay = (sent: unknown): sent is string => typeof sent === "string" && isDate(sent);

const windowFaults = (path: string, { from, to }: Sent): Fault[] =>
  typeof from === "string" && from === to
    ? [{ path: `${path}.to`, message: "must differ from the start; a whole day is 00:00 to 24:00" }]
    : [];

function rangeFaults(fromDate: string, toDate: string, exceptDates: unknown[]): Fault[] {
  if (toDate < fromDate) return [{ path: "body.toDate", message: "must not be before fromDate" }];
  const days = (startOfDay(toDate) - startOfDay(fromDate)) / DAY_SECONDS + 1;
  return [
    ...(days > MAX_WEEKLY_DAYS
      ? [{ path: "body.toDate", message: `makes ${days} days; at most ${MAX_WEEKLY_DAYS} can be submitted at once` }]
      : []),
    ...exceptDates.flatMap((date, i) =>
      isDay(date) && (date < fromDate || date > toDate)
        ? [{ path: `body.exceptDates.${i}`, message: "must be between fromDate and toDate" }]
        : [],
    ),
  ];
}
