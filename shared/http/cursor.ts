/**
 * Pages of a list. A cursor says which query it belongs to and where the next page begins. It grants nothing and is checked
 * like any input.
 */
import * as z from "zod/mini";
import { END_OF_TIME, isOnGrid } from "../domain/time.ts";
import { isUserId } from "../domain/user-id.ts";
import { intervalFault } from "../domain/window.ts";
import { invalid } from "./problem.ts";

/**
 * The first `limit` items, and a cursor if there may be more: it reads one item more than the page has.
 *
 * @param items if it stops before the end of the list, it returns the place where it stopped
 * @param cursorAfter the cursor of the page that begins after a place
 */
export async function pageOf<Place, T extends Place>(
  limit: number,
  // biome-ignore lint/suspicious/noConfusingVoidType: a generator that returns nothing has this type
  items: AsyncIterator<T, Place | void>,
  cursorAfter: (place: Place) => string,
) {
  const page: T[] = [];
  let next = await items.next();
  for (; !next.done && page.length < limit; next = await items.next()) page.push(next.value);
  const place: Place | undefined = next.done ? (next.value ?? undefined) : page.at(-1);
  return { page, next: place !== undefined ? { nextCursor: cursorAfter(place) } : {} };
}

const cursor = z.object({ query: z.string(), place: z.unknown() });

/** Cursors for one kind of list. `place` is the schema of a place in it. */
const cursorsOf = <Place extends z.ZodMiniType>(place: Place) => ({
  encode: (query: object, at: z.input<Place>) =>
    Buffer.from(JSON.stringify({ query: JSON.stringify(query), place: at })).toString("base64url"),

  /**
   * The place that a cursor names. Throws Problem invalid-request for a cursor of another query, and for a forged one that
   * points outside the list: DynamoDB rejects a start outside the range that it reads. Without `isInList`, the list has no
   * range: every place is in it.
   */
  decode(text: string, query: object, isInList?: (place: z.output<Place>) => boolean): z.output<Place> {
    const read = cursor.safeParse(json(text));
    const at = place.safeParse(read.data?.place);
    if (!read.success || !at.success) throw notOurs();
    if (read.data.query !== JSON.stringify(query))
      throw invalid({
        path: "query.cursor",
        message: "belongs to another query; repeat the query that it came from",
      });
    if (isInList && !isInList(at.data)) throw notOurs();
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

/** For lists of a client's appointments: the place is the last one's start and id. */
export const appointmentCursors = cursorsOf(z.object({ startsAt: instant, appointmentId: z.string() }));

/** For lists of people: the place is the last one's id. */
export const userCursors = cursorsOf(userId);

const placeInWindow = z
  .object({ to: instant, after: slot })
  .check(z.refine(({ to, after }) => !intervalFault(after.startsAt, to)));

/** For lists of slots: the place also has the list's end, so that a default end is the same on every page. */
export const windowCursors = cursorsOf(placeInWindow);

/** Whether a place is in the list that the query asks for. Without `to` in the query, the cursor's end counts. */
export const isAmong =
  (asked: { providerId?: string | undefined; from?: number | undefined; to?: number | undefined }) =>
  ({ to, after }: z.output<typeof placeInWindow>) =>
    after.startsAt >= (asked.from ?? 0) &&
    to === (asked.to ?? to) &&
    after.providerId === (asked.providerId ?? after.providerId);
