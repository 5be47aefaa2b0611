/** What the server has said so far, by name: the ids, cursors and instants to ask for again. */

import type { Person } from "./callers.ts";

export interface Known {
  values: Map<string, string[]>;
  /** Objects, for their texts belong together: a slot's provider and its start. */
  things: Record<string, string>[];
  /** Lists that go on. */
  pages: Page[];
}

interface Page {
  operationId: string;
  /** Who asked for it, and where. */
  caller: Person | undefined;
  target: string;
  /** What to go on with. */
  cursor: string;
}

export const nothingKnown = (): Known => ({ values: new Map(), things: [], pages: [] });

const KEPT = 200;

/** One kind of thing has one name, whatever it is called where it stands. */
const sameAs: Record<string, string> = {
  nextCursor: "cursor",
  rescheduledTo: "appointmentId",
  rescheduledFrom: "appointmentId",
};
const kindOf = (name: string) => sameAs[name] ?? name;

/** What people are called stays with them: a leak must be seen for one. */
const isLeftAlone = (name: string) =>
  ["name", "email", "detail", "providerName", "clientName", "clientEmail"].includes(name);

/** A text seen under a name: of a certain thing if that has one, else any. `pick` and `thing` are in [0, 1). */
export function recall({ values, things }: Known, name: string, pick: number, thing?: number): string | undefined {
  const of = thing === undefined ? undefined : lately(things, thing);
  return of?.[name] ?? lately(values.get(name) ?? [], pick);
}

/** The newer, the likelier: what is old may be cancelled, or its owner deleted. */
const lately = <T>(all: readonly T[], pick: number): T | undefined =>
  all[all.length - 1 - Math.floor(pick ** 2 * all.length)];

export function remember({ values }: Known, name: string, value: string) {
  const kind = kindOf(name);
  const all = values.get(kind) ?? [];
  if (!all.includes(value)) values.set(kind, [...all, value].slice(-KEPT));
}

/** Remembers the texts of a reply's body. */
export function learn(known: Known, body: unknown) {
  if (typeof body !== "object" || body === null) return;
  const entries = Object.entries(body);
  for (const [, value] of entries) learn(known, value);
  const texts = entries.filter(([name, value]) => typeof value === "string" && !isLeftAlone(name));
  for (const [name, value] of texts) remember(known, name, value);
  if (texts.length > 1) known.things = [...known.things, Object.fromEntries(texts)].slice(-KEPT);
}
