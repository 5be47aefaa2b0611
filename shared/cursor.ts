/** Where a list goes on, and what list it was. It is no secret and no grant: it is checked like any other input. */
import * as z from "zod/mini";
import type { Slot } from "./domain/slots.ts";
import { END_OF_TIME, isOnGrid } from "./domain/time.ts";
import { isUserId } from "./domain/user-id.ts";
import { intervalFault } from "./domain/window.ts";
import { invalid } from "./problem.ts";

/** A list's query as its caller gave it. Instants in epoch seconds. */
export interface ListQuery {
  providerId?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  date?: string | undefined;
  timeZone?: string | undefined;
}

const userId = z.string().check(z.refine(isUserId));
const seconds = z.number();
const instant = z.number().check(z.gte(0), z.lte(END_OF_TIME));
/** A slot that a list has come to. */
export const slotPlace = z.object({
  providerId: userId,
  startsAt: instant.check(z.refine(isOnGrid)),
});
const cursor = z.object({
  query: z.object({
    providerId: z.optional(userId),
    from: z.optional(seconds),
    to: z.optional(seconds),
    date: z.optional(z.string()),
    timeZone: z.optional(z.string()),
  }),
  /** Where the list ends: a default does not drift from page to page. */
  to: instant,
  after: slotPlace,
});
type Cursor = z.output<typeof cursor>;

export const encodeCursor = (query: ListQuery, to: number, after: Slot) =>
  Buffer.from(JSON.stringify({ query, to, after } satisfies Cursor)).toString("base64url");

/** Reads a cursor and checks that it belongs to this query. Throws Problem invalid-request. */
export function decodeCursor(text: string, query: ListQuery): Cursor {
  const { success, data } = cursor.safeParse(parse(text));
  if (!success || intervalFault(data.after.startsAt, data.to))
    throw invalid({
      path: "query.cursor",
      message: "is not one of ours; send nextCursor as it was given",
    });
  const fields = ["providerId", "from", "to", "date", "timeZone"] as const;
  if (fields.some((field) => data.query[field] !== query[field]))
    throw invalid({
      path: "query.cursor",
      message: "belongs to another list; send the rest of the same query with it",
    });
  return data;
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
