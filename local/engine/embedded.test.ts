/** What the embedded engine does that no caller of DynamoDB can see: how it keeps its data, and when it sweeps them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { create } from "dynalite/db/index.js";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { table } from "../../shared/store/table.ts";
import { connect, createTable, startDynamoDB, tableDefinition } from "../dynamodb.ts";
import { createEngine, type Engine } from "./engine.ts";

const TableName = "table";
const INDEXES = Object.entries(table.indexes);

const all = mkdtempSync(join(tmpdir(), "reservation-api-"));
afterAll(() => rmSync(all, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(all, "data-"));

let engine: Engine;
afterEach(() => engine.close());
async function ask(action: string, body: object) {
  const reply = await engine.answer(action, body);
  expect(reply).toMatchObject({ status: 200 });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  return reply.body as any;
}

/** An item that is in every index, with this text in all its keys. */
const item = (name: string, place: string, more = {}) => {
  const places = INDEXES.flatMap(([, { partitionKey, sortKey }]) => [partitionKey, sortKey]);
  return { ...Object.fromEntries(places.map((key) => [key, { S: place }])), pk: { S: name }, sk: { S: name }, ...more };
};
type Stored = ReturnType<typeof item>;

async function scan(IndexName?: string): Promise<Stored[]> {
  const { Items } = await ask("Scan", { TableName, IndexName });
  return Items.toSorted((a: Stored, b: Stored) => (a.pk.S < b.pk.S ? -1 : 1));
}

/** Expects every index to show what the table has, and returns that. */
async function itemsEverywhere() {
  const items = await scan();
  for (const [index] of INDEXES) expect(await scan(index)).toEqual(items);
  return items;
}

describe("Given a table whose items expire", () => {
  const NOW = 1_000_000;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "expiresAt" };
  const expiring = (name: string, at: number) => item(name, "here", { expiresAt: { N: `${at}` } });

  async function openTable(folder?: string) {
    engine = await createEngine(folder);
    await ask("CreateTable", tableDefinition(TableName));
    await ask("UpdateTimeToLive", { TableName, TimeToLiveSpecification });
  }

  it("a sweep deletes what has expired, in the indexes too, and nothing else", async () => {
    await openTable();
    const kept = [
      expiring("expires later", NOW + 1),
      expiring("expires now", NOW),
      item("never expires", "here"),
      item("says it in words", "here", { expiresAt: { S: `${NOW - 1}` } }),
    ];
    for (const one of [expiring("has expired", NOW - 1), ...kept]) await ask("PutItem", { TableName, Item: one });
    await engine.sweep(NOW);
    expect(await itemsEverywhere()).toEqual(kept);
  });

  it("a sweep leaves other tables alone", async () => {
    await openTable();
    await ask("CreateTable", tableDefinition("other"));
    await ask("PutItem", { TableName: "other", Item: expiring("has expired", NOW - 1) });
    await engine.sweep(NOW);
    expect(await ask("Scan", { TableName: "other" })).toMatchObject({ Count: 1 });
  });

  it("they expire after a restart too, and time to live cannot be enabled twice", async () => {
    const folder = newFolder();
    await openTable(folder);
    await engine.close();
    engine = await createEngine(folder);
    expect(await engine.answer("UpdateTimeToLive", { TableName, TimeToLiveSpecification })).toMatchObject({
      status: 400,
      body: { message: "TimeToLive is already enabled" },
    });
    await ask("PutItem", { TableName, Item: expiring("has expired", NOW - 1) });
    await engine.sweep(NOW);
    expect(await itemsEverywhere()).toEqual([]);
  });
});

describe("Given a database that is killed while it writes", () => {
  const ITEMS = 50;

  it("every transaction is whole, and its indexes show what its table has", async () => {
    const folder = newFolder();
    const database = await startDynamoDB(folder);
    await createTable(database.endpoint, TableName);
    const client = connect(database.endpoint);
    async function write(writer: number) {
      for (let turn = 0; ; turn++) {
        const puts = Array.from({ length: ITEMS }, (_, number) => ({
          Put: { TableName, Item: item(`${writer} ${number}`, `${turn}`) },
        }));
        await client.send(new TransactWriteItemsCommand({ TransactItems: puts }));
        if (turn === 5) database.process?.kill("SIGKILL");
      }
    }
    await Promise.allSettled([write(1), write(2)]);
    client.destroy();

    engine = await createEngine(folder);
    const items = await itemsEverywhere();
    expect(items).toHaveLength(2 * ITEMS);
    const places = items.map(({ pk, sk, ...place }) => place);
    for (const some of [places.slice(0, ITEMS), places.slice(ITEMS)])
      expect(some).toEqual(Array.from({ length: ITEMS }, () => some[0]));
  });
});

describe("Given writes of items that are in indexes", () => {
  const put = (name: string) => ({ TableName, Item: item(name, "here") });
  const Key = { pk: { S: "one" }, sk: { S: "one" } };
  const entries = 1 + INDEXES.length;

  it.each([
    ["PutItem", put("two"), entries],
    ["UpdateItem", { TableName, Key, UpdateExpression: "REMOVE note" }, entries],
    ["DeleteItem", { TableName, Key }, entries],
    ["TransactWriteItems", { TransactItems: [{ Put: put("two") }, { Put: put("three") }] }, 2 * entries],
  ])("a %s writes all it changes in one LevelDB batch, which a kill cannot tear", async (action, body, size) => {
    engine = await createEngine();
    await ask("CreateTable", tableDefinition(TableName));
    await ask("PutItem", put("one"));
    const level = Object.getPrototypeOf(create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }).db);
    const written = (["_batch", "_put", "_del"] as const).map((method) => vi.spyOn(level, method));
    await ask(action, body);
    const [[batch = []] = [], ...others] = written.flatMap(({ mock }) => mock.calls) as unknown[][][];
    vi.restoreAllMocks();
    expect(batch).toHaveLength(size);
    expect(others).toEqual([]);
  });
});

it("the engine refuses an action that it does not have", async () => {
  engine = await createEngine();
  expect(await engine.answer("ExecuteStatement", {})).toMatchObject({
    status: 400,
    body: { __type: expect.stringMatching(/#UnknownOperationException$/) },
  });
});
