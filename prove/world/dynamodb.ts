/**
 * A simulated DynamoDB, as far as the product uses it, in a few fast lines: the reply to a request, and what it writes. A test
 * lets the embedded DynamoDB answer the same requests.
 */
import { table } from "../../shared/store/table.ts";
import { condition, type Placeholders, type Raw, updated } from "./expressions.ts";
import { cancelled, type Reply, refusal } from "./faults.ts";

export type Items = ReadonlyMap<string, Raw>;

interface Write extends Placeholders {
  Key?: Raw;
  Item?: Raw;
  ConditionExpression?: string;
  UpdateExpression?: string;
  ReturnValuesOnConditionCheckFailure?: string;
}
export interface Input extends Write {
  IndexName?: keyof typeof table.indexes;
  KeyConditionExpression?: string;
  FilterExpression?: string;
  ExclusiveStartKey?: Raw;
  Limit?: number;
  ConsistentRead?: boolean;
  ReturnValues?: string;
  RequestItems?: Record<string, { Keys: Raw[]; ConsistentRead?: boolean }>;
  TransactItems?: Record<string, Write>[];
}

/** The item that a request puts, or the key of the one that it reads or changes. */
export const keyIn = ({ Item, Key = {} }: Write): Raw => Item ?? Key;
export const nameOf = ({ pk, sk }: Raw) => `${pk?.S} ${sk?.S}`;

/** The items that a request writes, by their keys; undefined for one that it deletes. */
export type Written = Map<string, Raw | undefined>;

/** The item after a write; or, if the condition fails, the old item for the reply, if it was asked for. */
function written(items: Items, command: string, write: Write): { item: Raw | undefined } | { met: Raw | undefined } {
  const key = keyIn(write);
  const old = items.get(nameOf(key));
  const { ConditionExpression, ReturnValuesOnConditionCheckFailure } = write;
  if (ConditionExpression && !condition(ConditionExpression)(old ?? {}, write))
    return { met: ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? old : undefined };
  if (command.startsWith("Put")) return { item: write.Item };
  if (command.startsWith("Delete")) return { item: undefined };
  return { item: updated(`${write.UpdateExpression}`)(old ?? key, write) };
}

const metOf = (met: Raw | undefined) => met && { Item: met };

/** The reply to a request, and what it writes. */
export function answer(items: Items, command: string, input: Input): { reply: Reply; writes: Written } {
  const writes: Written = new Map();
  const ok = (body: object) => ({ reply: { status: 200, body }, writes });
  const found = (key: Raw) => items.get(nameOf(key));
  switch (command) {
    case "GetItem":
      return ok({ Item: found(keyIn(input)) });
    case "BatchGetItem": {
      const [[table, { Keys }] = ["", { Keys: [] }]] = Object.entries(input.RequestItems ?? {});
      return ok({ Responses: { [table]: Keys.map(found).filter(Boolean) }, UnprocessedKeys: {} });
    }
    case "TransactGetItems":
      return ok({ Responses: operationsOf(input).map(([, one]) => ({ Item: found(keyIn(one)) })) });
    case "Query":
      return ok(query(items, input));
    case "PutItem":
    case "UpdateItem":
    case "DeleteItem": {
      const one = written(items, command, input);
      if ("met" in one) return { reply: refusal(400, "ConditionalCheckFailedException", metOf(one.met)), writes };
      writes.set(nameOf(keyIn(input)), one.item);
      return ok(input.ReturnValues === "ALL_NEW" ? { Attributes: one.item } : {});
    }
    case "TransactWriteItems": {
      const all = operationsOf(input).map(([kind, write]) => ({ write, ...written(items, kind, write) }));
      if (all.some((one) => "met" in one)) {
        const reasons = all.map((one) =>
          "met" in one ? { Code: "ConditionalCheckFailed", ...metOf(one.met) } : { Code: "None" },
        );
        return { reply: cancelled(reasons), writes };
      }
      for (const one of all) if ("item" in one) writes.set(nameOf(keyIn(one.write)), one.item);
      if (writes.size < all.length) throw new Error("A transaction has two operations on one item.");
      return ok({});
    }
    default:
      throw new Error(`${command} is not simulated.`);
  }
}

export const operationsOf = ({ TransactItems = [] }: Input) => TransactItems.flatMap((one) => Object.entries(one));

/** A page of what a Query finds, in the order of its sort key. */
function query(items: Items, input: Input) {
  const { IndexName, KeyConditionExpression, FilterExpression, ExclusiveStartKey, Limit } = input;
  const { partitionKey, sortKey } = IndexName ? table.indexes[IndexName] : table;
  const keys = new Set([partitionKey, sortKey, table.partitionKey, table.sortKey]);
  const place = (item: Raw) => [item[sortKey], item.pk, item.sk].map((value) => value?.S).join("\0");
  const after = ExclusiveStartKey && place(ExclusiveStartKey);
  const all = [...items.values()]
    .filter((item) => partitionKey in item && sortKey in item)
    .filter((item) => condition(`${KeyConditionExpression}`)(item, input))
    .map((item) => ({ item, at: place(item) }))
    .filter(({ at }) => after === undefined || at > after)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ item }) => item);
  const page = all.slice(0, Limit);
  // DynamoDB says where a full page ends, even if nothing follows.
  const last = page.length === Limit ? page.at(-1) : undefined;
  const Items = page.filter((item) => !FilterExpression || condition(FilterExpression)(item, input));
  return {
    ...{ Items, Count: Items.length, ScannedCount: page.length },
    ...(last && { LastEvaluatedKey: Object.fromEntries([...keys].map((key) => [key, last[key]])) }),
  };
}
