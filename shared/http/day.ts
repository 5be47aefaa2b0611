import { localDay } from "../domain/local-time.ts";
import type { Window } from "../domain/window.ts";
import { invalid } from "./problem.ts";

/** Throws invalid-request if a query with a date also has `from` or `to`. */
export function mustHaveDateOnly(query: { from?: number | undefined; to?: number | undefined }) {
  const excess = (["from", "to"] as const).filter((name) => query[name] !== undefined);
  if (excess.length > 0)
    throw invalid(...excess.map((name) => ({ path: `query.${name}`, message: "cannot be combined with date" })));
}

/** The start and end of a calendar day in a zone. Throws invalid-request if the zone skipped that day. */
export function dayIn(timeZone: string, date: string): Window {
  const day = localDay(date, timeZone);
  if (!day)
    throw invalid({ path: "query.date", message: `does not exist in ${timeZone}: its clocks skipped that day` });
  return day;
}
