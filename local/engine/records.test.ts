/** The embedded engine reports changes as a table's stream on AWS does. */
import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tableDefinition } from "../dynamodb.ts";
import { createEngine, type Engine } from "./engine.ts";

const TableName = "table";
const NOW = 1_000_000;

let engine: Engine;
let told: DynamoDBRecord[];
beforeEach(async () => {
  engine = await createEngine();
  told = [];
  await ask("CreateTable", tableDefinition(TableName));
  engine.follow(TableName, (record) => told.push(record));
});
afterEach(() => engine.close());

const ask = async (action: string, body: object) => (await engine.answer(action, body)).status;
const keyOf = (name: string) => ({ pk: { S: name }, sk: { S: "sk" } });
const itemOf = (name: string, text: string) => ({ ...keyOf(name), text: { S: text } });
const put = (name: string, text: string) => ask("PutItem", { TableName, Item: itemOf(name, text) });
const changes = () => told.map(({ eventName, dynamodb }) => [eventName, dynamodb?.OldImage, dynamodb?.NewImage]);

describe("Given a table that is followed", () => {
  it("new, changed and deleted items are reported in order, each as it was before and after", async () => {
    await put("one", "a");
    await ask("UpdateItem", {
      TableName,
      Key: keyOf("one"),
      UpdateExpression: "SET listing = :day, listingKey = :day",
      ExpressionAttributeValues: { ":day": { S: "day" } },
    });
    await ask("DeleteItem", { TableName, Key: keyOf("one") });
    const [first, second] = [
      itemOf("one", "a"),
      { ...itemOf("one", "a"), listing: { S: "day" }, listingKey: { S: "day" } },
    ];
    expect(changes()).toEqual([
      ["INSERT", undefined, first],
      ["MODIFY", first, second],
      ["REMOVE", second, undefined],
    ]);
    expect(told.map(({ dynamodb }) => dynamodb?.Keys)).toEqual(Array(3).fill(keyOf("one")));
    const numbers = told.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it("each item of a batch and of a transaction is reported", async () => {
    const Put = (name: string) => ({ Put: { TableName, Item: itemOf(name, "a") } });
    await ask("TransactWriteItems", { TransactItems: [Put("one"), Put("two")] });
    await ask("BatchWriteItem", { RequestItems: { [TableName]: [{ DeleteRequest: { Key: keyOf("one") } }] } });
    expect(changes()).toEqual([
      ["INSERT", undefined, itemOf("one", "a")],
      ["INSERT", undefined, itemOf("two", "a")],
      ["REMOVE", itemOf("one", "a"), undefined],
    ]);
  });

  it("a write that changes nothing, is refused, or goes to another table is not reported", async () => {
    await put("one", "a");
    await ask("CreateTable", tableDefinition("other"));
    told.length = 0;
    await put("one", "a");
    await ask("DeleteItem", { TableName, Key: keyOf("none") });
    const refused = { ConditionExpression: "attribute_not_exists(pk)" };
    expect(await ask("PutItem", { TableName, Item: itemOf("one", "b"), ...refused })).toBe(400);
    await ask("PutItem", { TableName: "other", Item: itemOf("one", "b") });
    expect(told).toEqual([]);
  });

  it("what a sweep deletes is reported as deleted by DynamoDB itself", async () => {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: "expiresAt" };
    await ask("UpdateTimeToLive", { TableName, TimeToLiveSpecification });
    await ask("PutItem", { TableName, Item: { ...keyOf("one"), expiresAt: { N: `${NOW - 1}` } } });
    await engine.sweep(NOW);
    expect(told.at(-1)).toMatchObject({
      eventName: "REMOVE",
      userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    });
    expect(told[0]?.userIdentity).toBeUndefined();
  });

  it("a follower that stops hears no more, and the others still do", async () => {
    const others: DynamoDBRecord[] = [];
    const stop = engine.follow(TableName, (record) => others.push(record));
    await put("one", "a");
    stop();
    await put("two", "a");
    expect([told.length, others.length]).toEqual([2, 1]);
  });
});
