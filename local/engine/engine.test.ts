/** What DynamoDB does, and so what any engine in its place must do: the embedded engine and the second one. */
import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { table } from "../../shared/store/table.ts";
import { connect } from "../dynamodb.ts";

type Item = Record<string, AttributeValue>;

const { TABLE_NAME: TableName } = process.env;
const client = connect(`${process.env.AWS_ENDPOINT_URL_DYNAMODB}`);
afterAll(() => client.destroy());

/** Each test has keys of its own. */
const newKey = (): Item => ({ pk: { S: randomUUID() }, sk: { S: "one" } });
async function put(Item: Item) {
  await client.send(new PutItemCommand({ TableName, Item }));
  return Item;
}
const get = async ({ pk, sk }: Item) =>
  (await client.send(new GetItemCommand({ TableName, Key: { pk, sk } as Item, ConsistentRead: true }))).Item;
const transact = (TransactItems: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
  client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
const cancelled = async (items: TransactWriteItem[]) => {
  const error = await transact(items).catch((error) => error);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  return error as TransactionCanceledException;
};

const ifNew = { ConditionExpression: "attribute_not_exists(pk)" };
const ifThere = { ConditionExpression: "attribute_exists(pk)" };
const returnOld = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
const putOf = (Item: Item, more: Partial<PutItemCommandInput> = {}) => ({ Put: { TableName, Item, ...more } });
/** Adds a number to an item, and creates the item if there is none. */
const addOf = (Key: Item, number: number, more = {}) => ({
  Update: {
    TableName,
    Key,
    UpdateExpression: "ADD visits :number",
    ExpressionAttributeValues: { ":number": { N: `${number}` } },
    ...more,
  },
});

describe("Given a write whose condition fails", () => {
  const writes = {
    PutItem: (key: Item, more: object) => new PutItemCommand({ ...putOf(key).Put, ...more }),
    UpdateItem: (key: Item, more: object) => new UpdateItemCommand({ ...addOf(key, 1).Update, ...more }),
  };

  it.each(Object.entries(writes))("%s returns the item when asked, and leaves it as it is", async (_, write) => {
    const key = newKey();
    const item = await put({ ...key, visits: { N: "3" }, days: { NS: ["1"] } });
    const refused = client.send(write(key, { ...ifNew, ...returnOld }) as PutItemCommand);
    await expect(refused).rejects.toMatchObject({ name: "ConditionalCheckFailedException", Item: item });
    expect(await get(key)).toEqual(item);
  });

  it.each(Object.entries(writes))("%s returns no item when not asked", async (_, write) => {
    const key = await put(newKey());
    const error = await client.send(write(key, ifNew) as PutItemCommand).catch((error) => error);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error.Item).toBeUndefined();
  });

  it.each(Object.entries(writes))("%s returns no item if there is none, and creates none", async (_, write) => {
    const key = newKey();
    const error = await client.send(write(key, { ...ifThere, ...returnOld }) as PutItemCommand).catch((error) => error);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error.Item).toBeUndefined();
    expect(await get(key)).toBeUndefined();
  });
});

describe("Given a transaction of writes", () => {
  it("puts and updates all its items", async () => {
    const [one, two] = [newKey(), await put({ ...newKey(), visits: { N: "3" } })];
    const { pk, sk } = two;
    await transact([putOf(one, ifNew), addOf({ pk, sk } as Item, 1, ifThere)]);
    expect([await get(one), await get(two)]).toEqual([one, { ...two, visits: { N: "4" } }]);
  });

  it("writes nothing if one condition fails, and gives a reason for each item, in their order", async () => {
    const [one, two, three] = [newKey(), await put(newKey()), newKey()] as const;
    const { message, CancellationReasons } = await cancelled([putOf(one), putOf(two, ifNew), addOf(three, 1)]);
    expect(CancellationReasons).toEqual([
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
      { Code: "None" },
    ]);
    expect(message).toBe(
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]",
    );
    expect([await get(one), await get(two), await get(three)]).toEqual([undefined, two, undefined]);
  });

  it("returns the existing item in the reason when asked, and none if there is none", async () => {
    const [one, two] = [await put({ ...newKey(), visits: { N: "3" } }), newKey()] as const;
    const { CancellationReasons } = await cancelled([
      putOf(one, { ...ifNew, ...returnOld }),
      addOf(two, 1, { ...ifThere, ...returnOld }),
    ]);
    expect(CancellationReasons).toEqual([
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed", Item: one },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
    ]);
  });

  it("refuses two operations on one item, and writes nothing", async () => {
    const [one, two] = [newKey(), newKey()];
    await expect(transact([putOf(one), addOf(one, 1), putOf(two)])).rejects.toMatchObject({
      name: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
    expect([await get(one), await get(two)]).toEqual([undefined, undefined]);
  });

  it("is cancelled by an operation that its item does not allow", async () => {
    const [one, two] = [newKey(), await put({ ...newKey(), visits: { S: "many" } })];
    const { pk, sk } = two;
    const { CancellationReasons } = await cancelled([putOf(one), addOf({ pk, sk } as Item, 1)]);
    expect(CancellationReasons).toEqual([
      { Code: "None" },
      {
        Code: "ValidationError",
        Message: expect.stringContaining("An operand in the update expression has an incorrect data type"),
      },
    ]);
    expect(await get(one)).toBeUndefined();
  });

  it("is refused as a whole if an expression is incomplete", async () => {
    const one = newKey();
    await expect(transact([putOf(one), addOf(newKey(), 1, { UpdateExpression: "ADD" })])).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
    expect(await get(one)).toBeUndefined();
  });

  it.each([0, 101])("is refused if it has %i operations", async (count) => {
    const operations = Array.from({ length: count }, () => putOf(newKey()));
    await expect(transact(operations)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("may have a request token", async () => {
    const one = newKey();
    await transact([putOf(one)], { ClientRequestToken: randomUUID() });
    expect(await get(one)).toEqual(one);
  });

  it("succeeds only once if many of them want a new item at once", async () => {
    const [one, two] = [newKey(), newKey()];
    const all = Array.from({ length: 10 }, (_, turn) => transact([putOf(one, ifNew), addOf(two, turn + 1)]));
    const done = (await Promise.allSettled(all)).map(({ status }) => status === "fulfilled");
    expect(done.filter(Boolean)).toHaveLength(1);
    expect((await get(two))?.visits).toEqual({ N: `${done.indexOf(true) + 1}` });
  });

  it("consumes twice the units of its writes", async () => {
    const big = { ...newKey(), text: { S: "x".repeat(1500) } };
    const { ConsumedCapacity } = await transact([putOf(big), putOf(newKey())], { ReturnConsumedCapacity: "INDEXES" });
    expect(ConsumedCapacity).toMatchObject([{ TableName, CapacityUnits: 6, Table: { CapacityUnits: 6 } }]);
  });

  it("consumes the units of its index entries once", async () => {
    const listed = { ...newKey(), listing: { S: randomUUID() }, listingKey: { S: "1" } };
    const { ConsumedCapacity } = await transact([putOf(listed)], { ReturnConsumedCapacity: "INDEXES" });
    const listing = { CapacityUnits: 1 };
    expect(ConsumedCapacity).toMatchObject([
      { TableName, CapacityUnits: 3, Table: { CapacityUnits: 2 }, GlobalSecondaryIndexes: { listing } },
    ]);
  });
});

describe("Given a transaction of reads", () => {
  const read = (keys: Item[]) =>
    client.send(
      new TransactGetItemsCommand({
        TransactItems: keys.map((Key) => ({ Get: { TableName, Key } })),
        ReturnConsumedCapacity: "TOTAL",
      }),
    );

  it("returns the items in the order of their keys, with a gap for what is not there", async () => {
    const [one, two, three] = [await put(newKey()), newKey(), await put(newKey())] as const;
    expect((await read([one, two, three])).Responses).toEqual([{ Item: one }, {}, { Item: three }]);
  });

  it("consumes twice the units of consistent reads", async () => {
    const big = await put({ ...newKey(), text: { S: "x".repeat(5000) } });
    const { pk, sk } = big;
    const { ConsumedCapacity } = await read([{ pk, sk } as Item, newKey()]);
    expect(ConsumedCapacity).toMatchObject([{ TableName, CapacityUnits: 6 }]);
  });

  it("never sees half of a transaction of writes", async () => {
    const keys = [newKey(), newKey()];
    const writing = Array.from({ length: 20 }, (_, turn) => transact(keys.map((key) => addOf(key, turn))));
    const seen = await Promise.all(Array.from({ length: 20 }, () => read(keys)));
    await Promise.all(writing);
    for (const { Responses = [] } of seen) expect(Responses[0]?.Item?.visits).toEqual(Responses[1]?.Item?.visits);
  });
});

describe("Given an item in an index", () => {
  const entries = async (listing: string) =>
    (
      await client.send(
        new QueryCommand({
          TableName,
          IndexName: "listing",
          KeyConditionExpression: "listing = :listing",
          ExpressionAttributeValues: { ":listing": { S: listing } },
        }),
      )
    ).Items;
  const listed = () => {
    const listing = randomUUID();
    const key = newKey();
    return { listing, key, item: { ...key, listing: { S: listing }, listingKey: { S: "1" } } };
  };
  const list = async () => {
    const one = listed();
    await put(one.item);
    return one;
  };

  it("a transaction writes its entries too", async () => {
    const [one, two] = [listed(), await list()];
    const moved = { ...two.item, listing: { S: one.listing }, listingKey: { S: "2" } };
    await transact([putOf(one.item), putOf(moved)]);
    expect(await entries(one.listing)).toEqual([one.item, moved]);
    expect(await entries(two.listing)).toEqual([]);
  });

  it("a cancelled transaction leaves the entries alone", async () => {
    const [one, two] = [listed(), await list()];
    await cancelled([putOf(one.item), putOf(two.key, ifNew)]);
    expect(await entries(one.listing)).toEqual([]);
    expect(await entries(two.listing)).toEqual([two.item]);
  });

  it.each([
    ["a key attribute", "REMOVE listing", undefined],
    ["another attribute", "SET note = :note", { ":note": { S: "late" } }],
  ])("its entry follows an update of %s", async (_, UpdateExpression, ExpressionAttributeValues) => {
    const { listing, key } = await list();
    await client.send(new UpdateItemCommand({ TableName, Key: key, UpdateExpression, ExpressionAttributeValues }));
    expect(await entries(listing)).toEqual(ExpressionAttributeValues ? [await get(key)] : []);
  });

  it("a delete removes its entry", async () => {
    const { listing, key } = await list();
    await client.send(new DeleteItemCommand({ TableName, Key: key }));
    expect(await entries(listing)).toEqual([]);
  });

  it("its entry follows a batch of writes", async () => {
    const [one, two] = [listed(), await list()];
    const batch = [{ PutRequest: { Item: one.item } }, { DeleteRequest: { Key: two.key } }];
    await client.send(new BatchWriteItemCommand({ RequestItems: { [`${TableName}`]: batch } }));
    expect([await entries(one.listing), await entries(two.listing)]).toEqual([[one.item], []]);
  });

  it.each([
    ["nothing for an entry that stays as it is", {}, 0],
    ["one unit for an entry that changes", { note: { S: "late" } }, 1],
    ["two units for an entry that moves", { listingKey: { S: "2" } }, 2],
    ["the units of the larger for an entry that grows", { text: { S: "x".repeat(2500) } }, 3],
    ["one unit for an entry that is removed", { listingKey: undefined }, 1],
  ])("a write consumes %s", async (_, change, units) => {
    const { item } = await list();
    const Item = Object.fromEntries(Object.entries({ ...item, ...change }).filter(([, value]) => value)) as Item;
    const put = new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: "INDEXES" });
    const { ConsumedCapacity } = await client.send(put);
    const { Table, GlobalSecondaryIndexes } = ConsumedCapacity ?? {};
    expect(GlobalSecondaryIndexes?.listing?.CapacityUnits ?? 0).toBe(units);
    expect(ConsumedCapacity?.CapacityUnits).toBe((Table?.CapacityUnits ?? 0) + units);
  });
});

it.each([
  ["half a unit", false, 0.5],
  ["a unit if it is consistent", true, 1],
])("a Query that finds nothing consumes %s", async (_, ConsistentRead, CapacityUnits) => {
  const { ConsumedCapacity } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: randomUUID() } },
      ConsistentRead,
      ReturnConsumedCapacity: "INDEXES",
    }),
  );
  expect(ConsumedCapacity).toMatchObject({ CapacityUnits, Table: { CapacityUnits } });
});

it("the table's items live until their expiresAt", async () => {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: table.timeToLiveAttribute });
});
