/**
 * A request as it is drawn: what the seed alone decides. What only the server can give, an id or a cursor, is a
 * reference to something it gave before, so that the same seed draws the same requests whatever the server answers.
 */
import type { Operation } from "./contract.ts";

/** A text, or one that was seen under a name, perhaps forged. `pick` is in [0, 1). */
export type Text = { text: string } | { seen: string; pick: number; forgery?: string; otherwise: string };

/** How a text is written into a target: as usual, each byte in percent, in percent twice over, or as it stands. */
export type Spelling = "usual" | "bytewise" | "twice" | "raw";

export interface Written {
  value: Text;
  spelling: Spelling;
}

/** JSON as it is written, so that it can also be what no serializer writes: keys given twice, numbers beyond numbers. */
export type Json = { json: string } | { string: Text } | { array: Json[] } | { object: [key: string, value: Json][] };

export interface Draft {
  operation: Operation;
  /** Who calls: someone for whom the request makes sense, or a person by number; with a token of this kind. */
  caller: { fits: boolean; pick: number; token: string };
  /** Which of the things seen its texts are of, if they are to fit each other. In [0, 1). */
  thing?: number | undefined;
  method: string;
  path: Record<string, Written>;
  /** Changes the path as a whole. */
  reroute?: number;
  query: [name: Written, value: Written][];
  headers: [name: string, value: Text][];
  body?: Json | { bytes: Buffer };
  /** The next page of an earlier list, in place of path and query. */
  follow?: { pick: number; forgery?: string };
  /** Breaks the HTTP of it. */
  breakage?: number;
}

export const usual = (value: Text): Written => ({ value, spelling: "usual" });
