/**
 * What the table holds, and how a request changes it when it acts. The items of a torn transaction become visible one by one:
 * until all are, other writes and transactions that touch them are refused, but plain reads see some of them as they were.
 */
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, State } from "../model/state.ts";
import { answer, type Input, type Items, keyIn, nameOf, operationsOf } from "./dynamodb.ts";
import type { Raw } from "./expressions.ts";
import { conflict, isWrite, type Reply } from "./faults.ts";

/** Everything that the table holds. */
export interface Contents {
  items: Items;
  /** What a transaction has written and plain reads do not see yet. */
  hidden: Items;
}

export interface Acted {
  /** What DynamoDB would send. */
  reply: Reply;
  now: Contents;
  /** What the table holds once the whole transaction is visible. */
  after: Contents;
  /** Whether it met a transaction under way. */
  met: boolean;
  /** The items that the reply was made from. */
  from: Items;
}

/** The table's name. */
export const TABLE = "table";
const NOTHING: Items = new Map();

/** Whether DynamoDB may answer a read with an older state: it reads an index, or is not consistent. */
const mayLag = (command: string, { ConsistentRead, RequestItems }: Input) =>
  !command.includes("Transact") && !(ConsistentRead ?? Object.values(RequestItems ?? {})[0]?.ConsistentRead);

/** The items that a request writes, or reads in a transaction. */
const itemsIn = (input: Input) =>
  (input.TransactItems ? operationsOf(input).map(([, one]) => one) : [input]).map((one) => nameOf(keyIn(one)));

/**
 * Lets a request act.
 *
 * @param index what answers reads that may be out of date
 * @param isTorn whether the items of a transaction become visible later, one by one
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
  const torn = new Map(hidden);
  for (const [name, item] of writes) if (item) torn.set(name, item);
  return { reply, now: { items, hidden: torn }, after, met: false, from };
}

/** A hidden item becomes visible. */
export function showing({ items, hidden }: Contents, name: string): Contents {
  const item = hidden.get(name);
  const left = new Map(hidden);
  left.delete(name);
  return { items: item ? new Map([...items, [name, item]]) : items, hidden: left };
}

/** DynamoDB deletes an item that has expired. */
export function without({ items, hidden }: Contents, name: string): Contents {
  const left = new Map(items);
  left.delete(name);
  return { items: left, hidden };
}

/** What a table with these items holds. The items are as the document client has them. */
export function contentsOf(items: readonly object[]): Contents {
  const raws = items.map((item) => marshall(item, { removeUndefinedValues: true }));
  return { items: new Map(raws.map((raw) => [nameOf(raw), raw])), hidden: NOTHING };
}

const parsed = new WeakMap<Raw, Item>();
function itemOf(raw: Raw): Item {
  const known = parsed.get(raw);
  if (known) return known;
  const { pk, sk, listing: _, listingKey: __, appointmentKey: ___, ...rest } = unmarshall(raw);
  const item: Item = { pk, sk, ...rest };
  parsed.set(raw, item);
  return item;
}

/** Items as the model reads them. */
export const stateOf = (items: Items): State => new Map([...items].map(([name, raw]) => [name, itemOf(raw)]));

/**
 * The states that a call may rely on while a transaction's items become visible one by one: the visible one, and the one in
 * which all are visible. Records count at once, even while they are hidden.
 */
export function statesOf({ items, hidden }: Contents): [State, ...State[]] {
  if (hidden.size === 0) return [stateOf(items)];
  const records = [...hidden].filter(([name]) => name.startsWith("PAST#"));
  return [stateOf(new Map([...items, ...records])), stateOf(new Map([...items, ...hidden]))];
}
