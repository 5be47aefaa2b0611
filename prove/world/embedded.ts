/** Compares the simulated DynamoDB with the embedded one: both must give the same reply and then hold the same items. */
import { isDeepStrictEqual } from "node:util";
import { tableDefinition } from "../../local/dynamodb.ts";
import { createEngine } from "../../local/engine/engine.ts";
import { TABLE } from "./contents.ts";
import type { Items } from "./dynamodb.ts";
import type { Reply } from "./faults.ts";

/** How the replies to a request, or the items after it, differ; undefined if they do not. */
export type Compare = (before: Items, command: string, body: string, reply: Reply, after: Items) => Promise<unknown>;

export async function startEmbedded(): Promise<Compare> {
  const engine = await createEngine();
  await engine.answer("CreateTable", tableDefinition(TABLE));
  let there: Items = new Map();

  async function hold(items: Items) {
    const writes = [
      ...[...there].flatMap(([name, { pk, sk }]) => (items.has(name) ? [] : { DeleteRequest: { Key: { pk, sk } } })),
      ...[...items].flatMap(([name, Item]) => (there.get(name) === Item ? [] : { PutRequest: { Item } })),
    ];
    for (let at = 0; at < writes.length; at += 25)
      await engine.answer("BatchWriteItem", { RequestItems: { [TABLE]: writes.slice(at, at + 25) } });
    there = items;
  }

  return async (before, command, body, reply, after) => {
    await hold(before);
    const answered = await engine.answer(command, JSON.parse(body));
    const held: Reply = await engine.answer("Scan", { TableName: TABLE });
    there = after;
    const [mine, theirs] = [
      [comparable(reply.body), comparable([...after.values()])],
      [comparable(answered.body), comparable(held.body.Items)],
    ];
    const isSame = reply.status === answered.status && isDeepStrictEqual(mine, theirs);
    return isSame
      ? undefined
      : `${command} ${body}\n  simulated: ${JSON.stringify(mine)}\n  embedded: ${JSON.stringify(theirs)}`;
  };
}

/** Leaves out what the product does not read, and sorts what DynamoDB returns in any order. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(comparable);
    return value.every((one) => typeof one === "string") || value[0]?.pk ? all.toSorted(byText) : all;
  }
  if (typeof value !== "object" || value === null) return value;
  const { ConsumedCapacity: _, message: __, Message: ___, ...rest }: Record<string, unknown> = { ...value };
  const entries = Object.entries(rest).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.map(([key, one]) => [key, comparable(one)]).sort(byText));
}
const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
