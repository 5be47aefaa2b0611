/**
 * The embedded DynamoDB in this very process, asked one request at a time, so that whoever asks decides the order. It has the
 * table twice: the second, which follows the first when it is told to, answers all reads that may be out of date.
 */
import { EventEmitter } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import dynalite from "dynalite";
import { tableDefinition } from "../../local/dynamodb.ts";

/** An item in DynamoDB's own JSON, `{"pk": {"S": "…"}, …}`. */
export type Item = Record<string, { S?: string; N?: string; NS?: string[] }>;

export interface Reply {
  status: number;
  text: string;
}

export const TABLE = "table";
const INDEXES = "indexes";

const WRITES = ["PutItem", "UpdateItem", "DeleteItem"];
export const isWrite = (command: string) => WRITES.includes(command);

/** Whether DynamoDB may answer a request from what was true a moment ago: an index, or a read that is not consistent. */
export const mayLag = (command: string, { ConsistentRead, RequestItems }: Record<string, unknown>) =>
  !isWrite(command) && !(ConsistentRead ?? Object.values(RequestItems ?? {})[0]?.ConsistentRead);

const fromIndexes = ({ status, text }: Reply) => ({ status, text: text.replaceAll(`"${INDEXES}"`, `"${TABLE}"`) });

/** A batch's items come in any order from the engine, but the same run has to be the same again. */
function inOrder(reply: Reply): Reply {
  const { Responses, ...rest } = JSON.parse(reply.text);
  if (!Responses) return reply;
  const items = (Responses[TABLE] as Item[]).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { ...reply, text: JSON.stringify({ ...rest, Responses: { [TABLE]: items } }) };
}

/** An item's key in one text. */
export const keyOf = ({ pk, sk }: Item) => `${pk?.S} ${sk?.S}`;

export async function startEngine() {
  const server = dynalite({ createTableMs: 0 });
  const items = new Map<string, Item>();
  /** What the indexes do not have yet, and since when. */
  const behind = new Map<string, number>();

  /** Sends a request as HTTP would bring it. */
  function ask(command: string, body: string): Promise<Reply> {
    return new Promise((resolve) => {
      const response = {
        statusCode: 200,
        setHeader() {},
        end: (text: string) => resolve({ status: response.statusCode, text }),
      };
      const request = Object.assign(new EventEmitter(), { method: "POST", url: "/", headers: headersOf(command) });
      server.emit("request", request, response);
      request.emit("data", Buffer.from(body));
      request.emit("end");
    });
  }

  async function must(command: string, body: object) {
    const { status, text } = await ask(command, JSON.stringify(body));
    if (status !== 200) throw new Error(`${command} ${JSON.stringify(body)}: ${text}`);
    return JSON.parse(text);
  }

  async function read(key: Item): Promise<Item | undefined> {
    return (await must("GetItem", { TableName: TABLE, Key: key, ConsistentRead: true })).Item;
  }

  /** Lets a request act, at one instant, and returns the reply that DynamoDB would send. */
  async function act(command: string, body: string, instant: number, returnsItem: boolean): Promise<Reply> {
    const input = JSON.parse(body);
    if (mayLag(command, input))
      return inOrder(fromIndexes(await ask(command, body.replace(`"${TABLE}"`, `"${INDEXES}"`))));
    const reply = await ask(command, body);
    if (!isWrite(command)) return inOrder(reply);
    const { pk, sk } = input.Item ?? input.Key;
    if (reply.status === 200)
      written({ pk, sk }, command === "UpdateItem" ? await read({ pk, sk }) : input.Item, instant);
    else if (returnsItem && input.ReturnValuesOnConditionCheckFailure && reply.text.includes("ConditionalCheckFailed"))
      return { ...reply, text: JSON.stringify({ ...JSON.parse(reply.text), Item: await read({ pk, sk }) }) };
    return reply;
  }

  function written(key: Item, item: Item | undefined, instant: number) {
    if (item) items.set(keyOf(key), item);
    else items.delete(keyOf(key));
    if (!behind.has(keyOf(key))) behind.set(keyOf(key), instant);
  }

  /** Brings the indexes up to date with one item. */
  async function follow(key: string) {
    behind.delete(key);
    const item = items.get(key);
    if (item) return must("PutItem", { TableName: INDEXES, Item: item });
    const [pk, sk] = key.split(" ");
    return must("DeleteItem", { TableName: INDEXES, Key: { pk: { S: pk }, sk: { S: sk } } });
  }

  /** Deletes an item as DynamoDB does when it has expired. */
  async function sweep(key: string, instant: number) {
    const { pk, sk } = items.get(key) as Item;
    await must("DeleteItem", { TableName: TABLE, Key: { pk, sk } });
    written({ pk, sk } as Item, undefined, instant);
  }

  /** Makes the table hold just these items, in the indexes too. */
  async function reset(wanted: readonly Item[]) {
    await followAll();
    const keys = new Set(wanted.map(keyOf));
    const gone = [...items.values()].filter((item) => !keys.has(keyOf(item)));
    const changed = wanted.filter((item) => JSON.stringify(items.get(keyOf(item))) !== JSON.stringify(item));
    const writes = [
      ...gone.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
      ...changed.map((item) => ({ PutRequest: { Item: item } })),
    ];
    for (const table of writes.length > 0 ? [TABLE, INDEXES] : [])
      await must("BatchWriteItem", { RequestItems: { [table]: writes } });
    for (const item of gone) items.delete(keyOf(item));
    for (const item of changed) items.set(keyOf(item), item);
  }

  async function followAll() {
    for (const key of [...behind.keys()]) await follow(key);
  }

  const { GlobalSecondaryIndexes, AttributeDefinitions = [], ...withoutIndexes } = tableDefinition(TABLE);
  const keys = AttributeDefinitions.filter(({ AttributeName }) => AttributeName === "pk" || AttributeName === "sk");
  await must("CreateTable", { ...withoutIndexes, AttributeDefinitions: keys });
  await must("CreateTable", tableDefinition(INDEXES));
  for (const name of [TABLE, INDEXES]) {
    while ((await must("DescribeTable", { TableName: name })).Table.TableStatus !== "ACTIVE") await turn();
  }
  return {
    act,
    follow,
    followAll,
    reset,
    sweep,
    items: items as ReadonlyMap<string, Item>,
    behind: behind as ReadonlyMap<string, number>,
  };
}

const AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=a";
const headersOf = (command: string) => ({
  host: "dynamodb",
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20310303T100730Z",
  "x-amz-target": `DynamoDB_20120810.${command}`,
  authorization: AUTHORIZATION,
});
