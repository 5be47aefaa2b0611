/** A list's pages: how many entries, and a cursor for the next, which is no secret and no grant. */
import * as z from "zod/mini";
import { parse } from "./cursor.ts";
import { invalid } from "./problem.ts";

/** Takes so many and asks for no more. */
export async function firstOf<T>(count: number, items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) if (taken.push(item) === count) break;
  return taken;
}

const cursor = z.object({ query: z.string(), after: z.unknown() });

/** The cursors of a list, by what tells its entries apart. */
export const cursorsOf = <After extends z.ZodMiniType>(after: After) => ({
  encode: (query: object, last: z.input<After>) =>
    Buffer.from(JSON.stringify({ query: JSON.stringify(query), after: last })).toString("base64url"),

  /** Where a list goes on. Throws Problem invalid-request for a cursor of another query. */
  decode(text: string, query: object): z.output<After> {
    const read = cursor.safeParse(parse(text));
    const place = after.safeParse(read.data?.after);
    if (!read.success || !place.success)
      throw invalid({ path: "query.cursor", message: "is not one of ours; send nextCursor as it was given" });
    if (read.data.query !== JSON.stringify(query))
      throw invalid({ path: "query.cursor", message: "belongs to another list; send the same query with it" });
    return place.data;
  },
});
