/** A list's pages. A cursor says where a list goes on and what list it was: no secret, no grant, checked as any input. */
import * as z from "zod/mini";
import { END_OF_TIME, isOnGrid } from "../domain/time.ts";
import { isUserId } from "../domain/user-id.ts";
import { intervalFault } from "../domain/window.ts";
import { invalid } from "./problem.ts";

/** The first `limit` items, and the cursor behind them where there are more. Reads no more than that takes. */
export async function pageOf<T>(limit: number, items: AsyncIterable<T>, cursorBehind: (last: T) => string) {
  const found: T[] = [];
  for await (const item of items) if (found.push(item) > limit) break;
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: last !== undefined && found.length > limit ? { nextCursor: cursorBehind(last) } : {} };
}

const cursor = z.object({ query: z.string(), place: z.unknown() });

/** The cursors of a kind of list, by what tells a place in it. */
const cursorsOf = <Place extends z.ZodMiniType>(place: Place) => ({
  encode: (query: object, at: z.input<Place>) =>
    Buffer.from(JSON.stringify({ query: JSON.stringify(query), place: at })).toString("base64url"),

  /**
   * Where a list goes on. Throws Problem invalid-request for a cursor of another query, and for one that was made up to
   * go on where the list is not: DynamoDB refuses to begin outside of what it is asked for.
   */
  decode(text: string, query: object, isInList: (place: z.output<Place>) => boolean): z.output<Place> {
    const read = cursor.safeParse(json(text));
    const at = place.safeParse(read.data?.place);
    if (!read.success || !at.success) throw notOurs();
    if (read.data.query !== JSON.stringify(query))
      throw invalid({
        path: "query.cursor",
        message: "belongs to another list; send the rest of the same query with it",
      });
    if (!isInList(at.data)) throw notOurs();
    return at.data;
  },
});

const notOurs = () => invalid({ path: "query.cursor", message: "is not one of ours; send nextCursor as it was given" });

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

const userId = z.string().check(z.refine(isUserId));
const instant = z.number().check(z.gte(0), z.lte(END_OF_TIME));
const slot = z.object({ providerId: userId, startsAt: instant.check(z.refine(isOnGrid)) });

/** Of a client's appointments, by the last one. */
export const appointmentCursors = cursorsOf(z.object({ startsAt: instant, appointmentId: z.string() }));

/** Of people, by the last one's id. */
export const userCursors = cursorsOf(userId);

const placeInWindow = z
  .object({ to: instant, after: slot })
  .check(z.refine(({ to, after }) => !intervalFault(after.startsAt, to)));

/** Likewise, with where the list ends: a default end does not drift from page to page. */
export const windowCursors = cursorsOf(placeInWindow);

/** Whether a place is in a list of slots, by what was asked for: of a default only the cursor knows what it was. */
export const isAmong =
  (asked: { providerId?: string | undefined; from?: number | undefined; to?: number | undefined }) =>
  ({ to, after }: z.output<typeof placeInWindow>) =>
    after.startsAt >= (asked.from ?? 0) &&
    to === (asked.to ?? to) &&
    after.providerId === (asked.providerId ?? after.providerId);
