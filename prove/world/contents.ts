/**
 * What the table holds, and what a request makes of it at the one instant it acts. Where the writes of a transaction are torn,
 * they show one by one: until all do, nothing else may write these items or read them in a transaction, but plain reads see
 * some of them as they were.
 */
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, State } from "../model/state.ts";
import { answer, type Input, type Items, nameOf, operationsOf } from "./dynamodb.ts";
import type { Raw } from "./expressions.ts";
import { conflict, isWrite, type Reply } from "./faults.ts";

/** Everything there is. */
export interface Contents {
  items: Items;
  /** What a transaction has written and plain reads do not see yet. */
  hidden: Items;
}

export interface Acted {
  /** What DynamoDB would send. */
  reply: Reply;
  now: Contents;
  /** What the table will hold when all of it shows. */
  after: Contents;
  /** It met a transaction under way. */
  met: boolean;
  /** What it was answered from. */
  from: Items;
}

/** What the handlers call the table. */
export const TABLE = "table";
const NOTHING: Items = new Map();

/** Whether DynamoDB may answer a read from what was true a moment ago: an index, or a read that is not consistent. */
const mayLag = (command: string, { ConsistentRead, RequestItems }: Input) =>
  !command.includes("Transact") && !(ConsistentRead ?? Object.values(RequestItems ?? {})[0]?.ConsistentRead);

/** The items that a request writes, or reads in a transaction. */
const itemsIn = (input: Input) =>
  (input.TransactItems ? operationsOf(input).map(([, one]) => one) : [input]).map(({ Item, Key }) =>
    nameOf(Item ?? Key ?? {}),
  );

/**
 * Lets a request act.
 *
 * @param index what answers reads that may be out of date
 * @param isTorn whether what a transaction writes shows later, item by item
 */
export function act(contents: Contents, index: Items, command: string, body: string, isTorn = false): Acted {
  const input: Input = JSON.parse(body);
  const { items, hidden } = contents;
  const from = mayLag(command, input) && !isWrite(command) ? index : items;
  const unchanged = (reply: Reply, met = false) => ({ reply, now: contents, after: contents, met, from });
  if (!isWrite(command) && command !== "TransactGetItems") return unchanged(answer(from, command, input).reply);
  const inConflict = itemsIn(input).map((name) => hidden.has(name));
  if (inConflict.includes(true)) return unchanged(conflict(command, inConflict), true);
  const { reply, writes } = answer(items, command, input);
  if (writes.size === 0) return unchanged(reply);
  const written = new Map(items);
  for (const [name, item] of writes) item ? written.set(name, item) : written.delete(name);
  const after = { items: written, hidden };
  if (!isTorn || writes.size < 2) return { reply, now: after, after, met: false, from };
  const torn = new Map([...hidden, ...(writes as Map<string, Raw>)]);
  return { reply, now: { items, hidden: torn }, after, met: false, from };
}

/** An item that a transaction wrote shows from now on. */
export function showing({ items, hidden }: Contents, name: string): Contents {
  const left = new Map(hidden);
  left.delete(name);
  return { items: new Map([...items, [name, hidden.get(name) as Raw]]), hidden: left };
}

/** DynamoDB deletes an item that has expired. */
export function without({ items, hidden }: Contents, name: string): Contents {
  const left = new Map(items);
  left.delete(name);
  return { items: left, hidden };
}

/** Items of the document client's kind as what the table holds. */
export function contentsOf(items: readonly object[]): Contents {
  const raws = items.map((item) => marshall(item, { removeUndefinedValues: true }) as Raw);
  return { items: new Map(raws.map((raw) => [nameOf(raw), raw])), hidden: NOTHING };
}

const parsed = new WeakMap<Raw, Item>();
function itemOf(raw: Raw): Item {
  const known = parsed.get(raw);
  if (known) return known;
  const { listing: _, listingKey: __, appointmentKey: ___, ...item } = unmarshall(raw as never) as Item;
  parsed.set(raw, item);
  return item;
}

/** Items as the model reads them. */
export const stateOf = (items: Items): State => new Map([...items].map(([name, raw]) => [name, itemOf(raw)]));

/**
 * All that is true while a transaction's items show one by one: what shows, and what will. A record stands from when its
 * transaction is done, whoever can see it yet.
 */
export function statesOf({ items, hidden }: Contents): [State, ...State[]] {
  if (hidden.size === 0) return [stateOf(items)];
  const records = [...hidden].filter(([name]) => name.startsWith("PAST#"));
  return [stateOf(new Map([...items, ...records])), stateOf(new Map([...items, ...hidden]))];
}
