/**
 * The embedded DynamoDB in this very process, asked one request at a time, so that whoever asks decides the order. It has the
 * table twice: the second, which follows the first item by item when it is told to, answers all reads that may be out of date.
 * And where the writes of a transaction are torn, they show one by one: until all do, nothing else may write these items or
 * read them in a transaction, but plain reads see some of them as they were.
 */
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { tableDefinition } from "../../local/dynamodb.ts";
import { createEngine } from "../../local/engine/engine.ts";
import { type Item, nameOf, type State } from "../model/state.ts";
import { conflict, isWrite, type Reply } from "./faults.ts";

/** An item in DynamoDB's own JSON. */
export type Raw = Record<string, { S?: string; N?: string; NS?: string[] }>;

/** Everything there is: two of these never differ if what they hold does not. */
export interface Contents {
  items: ReadonlyMap<string, Raw>;
  /** What a transaction has written and plain reads do not see yet. */
  hidden: ReadonlyMap<string, Raw>;
}

export interface Acted {
  /** What DynamoDB would send. */
  reply: Reply;
  /** What the table will hold when all of it shows. */
  after: Contents;
  /** It met a transaction under way. */
  met?: boolean;
}

export const TABLE = "table";
const INDEXES = "indexes";

type Input = Record<string, never> & {
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { ConsistentRead?: boolean }>;
  TransactItems?: Record<string, Operation>[];
};
interface Operation {
  Item?: Raw;
  Key?: Raw;
}

/** Whether DynamoDB may answer a read from what was true a moment ago: an index, or a read that is not consistent. */
const mayLag = (command: string, { ConsistentRead, RequestItems }: Input) =>
  !command.includes("Transact") && !(ConsistentRead ?? Object.values(RequestItems ?? {})[0]?.ConsistentRead);

const rawName = ({ pk, sk }: Raw) => nameOf({ pk: `${pk?.S}`, sk: `${sk?.S}` });
const keyOf = ({ pk, sk }: Raw) => ({ pk, sk }) as Raw;

/** The keys of the items that a request writes, or reads in a transaction. */
const keysIn = (command: string, input: Input): Raw[] =>
  (command.includes("Transact")
    ? (input.TransactItems ?? []).flatMap((one) => Object.values(one))
    : [input as Operation]
  )
    .flatMap(({ Item, Key }) => (Item ? [Item] : Key ? [Key] : []))
    .map(keyOf);

const parsed = new WeakMap<Raw, Item>();
function itemOf(raw: Raw): Item {
  const known = parsed.get(raw);
  if (known) return known;
  const { listing: _, listingKey: __, appointmentKey: ___, ...item } = unmarshall(raw as never) as Item;
  parsed.set(raw, item);
  return item;
}

/** Items of the document client's kind as what the table holds. */
export function contentsOf(items: readonly object[]): Contents {
  const raws = items.map((item) => marshall(item, { removeUndefinedValues: true }) as unknown as Raw);
  return { items: new Map(raws.map((raw) => [rawName(raw), raw])), hidden: new Map() };
}

/** Items as the model reads them. A record stands from when its transaction is done, whoever can see it yet. */
export function stateOf({ items, hidden }: Contents): State {
  const records = [...hidden].filter(([name]) => name.startsWith("PAST#"));
  return new Map([...items, ...records].map(([name, raw]) => [name, itemOf(raw)]));
}

/** All that is true while a transaction's items show one by one: what shows, and what will. */
export const statesOf = ({ items, hidden }: Contents): State[] => [
  stateOf({ items, hidden }),
  ...(hidden.size > 0 ? [stateOf({ items: new Map([...items, ...hidden]), hidden: new Map() })] : []),
];

export async function startEngine() {
  const engine = await createEngine();
  let items = new Map<string, Raw>();
  let hidden = new Map<string, Raw>();
  let index = new Map<string, Raw>();

  async function must(command: string, body: object) {
    const reply = (await engine.answer(command, body)) as Reply;
    if (reply.status !== 200) throw new Error(`${command} ${JSON.stringify(body)}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
  const ask = (command: string, body: string) => engine.answer(command, JSON.parse(body)) as Promise<Reply>;

  /** Stores an item as it is, or deletes it. */
  const store = (table: string, key: Raw, item: Raw | undefined) =>
    item ? must("PutItem", { TableName: table, Item: item }) : must("DeleteItem", { TableName: table, Key: key });

  function remember(key: Raw, item: Raw | undefined) {
    if (item) items.set(rawName(key), item);
    else items.delete(rawName(key));
  }

  /**
   * Lets a request act, at one instant, and returns the reply that DynamoDB would send.
   *
   * @param isTorn whether what a transaction writes shows later, item by item
   */
  async function act(command: string, body: string, isTorn = false): Promise<Acted> {
    const input: Input = JSON.parse(body);
    if (!isWrite(command) && mayLag(command, input)) {
      const { status, body: found } = await ask(command, body.replace(`"${TABLE}"`, `"${INDEXES}"`));
      const text = JSON.stringify(found).replaceAll(`"${INDEXES}"`, `"${TABLE}"`);
      return { reply: { status, body: JSON.parse(text) }, after: contents() };
    }
    const isLocking = isWrite(command) || command === "TransactGetItems";
    const keys = isLocking ? keysIn(command, input) : [];
    if (keys.some((key) => hidden.has(rawName(key))))
      return {
        reply: conflict(
          command,
          keys.map((key) => hidden.has(rawName(key))),
        ),
        after: contents(),
        met: true,
      };
    const reply = inOrder(await ask(command, body));
    if (!isWrite(command) || reply.status !== 200) return { reply, after: contents() };
    const before = keys.map((key) => items.get(rawName(key)));
    for (const key of keys)
      remember(key, (await must("GetItem", { TableName: TABLE, Key: key, ConsistentRead: true })).Item);
    const after = contents();
    if (isTorn && keys.length > 1)
      for (const [i, key] of keys.entries()) {
        hidden.set(rawName(key), items.get(rawName(key)) as Raw);
        remember(key, before[i]);
        await store(TABLE, key, before[i]);
      }
    return { reply, after };
  }

  /** An item that a transaction wrote shows from now on. */
  async function show(name: string) {
    const item = hidden.get(name) as Raw;
    hidden.delete(name);
    remember(item, item);
    await store(TABLE, item, item);
  }

  /** Brings the indexes up to date with one item. */
  async function follow(name: string) {
    const item = items.get(name);
    await store(INDEXES, keyOf((item ?? index.get(name)) as Raw), item);
    if (item) index.set(name, item);
    else index.delete(name);
  }

  /** Deletes an item as DynamoDB does when it has expired. */
  async function sweep(name: string) {
    const key = keyOf(items.get(name) as Raw);
    await store(TABLE, key, undefined);
    remember(key, undefined);
  }

  /** Makes the table hold just this, in the indexes too. */
  async function reset(wanted: Contents) {
    for (const [table, there] of [
      [TABLE, items],
      [INDEXES, index],
    ] as const) {
      for (const [name, item] of there) if (!wanted.items.has(name)) await store(table, keyOf(item), undefined);
      for (const [name, item] of wanted.items) if (there.get(name) !== item) await store(table, keyOf(item), item);
    }
    items = new Map(wanted.items);
    index = new Map(wanted.items);
    hidden = new Map(wanted.hidden);
  }

  const contents = (): Contents => ({ items: new Map(items), hidden: new Map(hidden) });

  const { GlobalSecondaryIndexes, AttributeDefinitions = [], ...withoutIndexes } = tableDefinition(TABLE);
  const keys = AttributeDefinitions.filter(({ AttributeName }) => AttributeName === "pk" || AttributeName === "sk");
  await must("CreateTable", { ...withoutIndexes, AttributeDefinitions: keys });
  await must("CreateTable", tableDefinition(INDEXES));
  return {
    ...{ act, show, follow, sweep, reset, contents },
    hidden: () => [...hidden.keys()],
    state: () => stateOf({ items, hidden }),
    states: () => statesOf({ items, hidden }),
    index: () => stateOf({ items: index, hidden: new Map() }),
    /** What the indexes do not have yet. */
    behind: () =>
      [...new Set([...items.keys(), ...index.keys()])].filter((name) => items.get(name) !== index.get(name)),
  };
}

export type World = Awaited<ReturnType<typeof startEngine>>;

/** A batch's items come in any order from the engine, but the same run has to be the same again. */
function inOrder({ status, body }: Reply): Reply {
  const found: Raw[] | undefined = body.Responses?.[TABLE];
  if (!found) return { status, body };
  return {
    status,
    body: { ...body, Responses: { [TABLE]: found.toSorted((a, b) => (rawName(a) < rawName(b) ? -1 : 1)) } },
  };
}
