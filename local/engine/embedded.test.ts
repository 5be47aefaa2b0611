/** What the embedded engine does that no caller of DynamoDB can see: how it keeps its data, and when it sweeps them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { connect, createTable, startDynamoDB, tableDefinition } from "../dynamodb.ts";
import { createEngine, type Engine } from "./engine.ts";

const TableName = "table";
const NOW = 1_000_000;

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

const item = (sk: string, more = {}) => ({
  pk: { S: "PROVIDER#ada" },
  sk: { S: sk },
  listing: { S: "2031-03-03" },
  listingKey: { S: sk },
  ...more,
});
const scan = async (IndexName?: string) => (await ask("Scan", { TableName, IndexName })).Items;

describe("Given a table whose items expire", () => {
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "expiresAt" };
  const expiresAt = (seconds: number) => ({ expiresAt: { N: `${seconds}` } });

  async function openTable(folder?: string) {
    engine = await createEngine(folder);
    await ask("CreateTable", tableDefinition(TableName));
    await ask("UpdateTimeToLive", { TableName, TimeToLiveSpecification });
  }

  it("a sweep deletes what has expired, with its entries in the indexes, and nothing else", async () => {
    await openTable();
    const kept = [
      item("expires now", expiresAt(NOW)),
      item("expires later", expiresAt(NOW + 1)),
      item("never expires"),
      item("says it in words", { expiresAt: { S: `${NOW - 1}` } }),
    ];
    for (const one of [item("has expired", expiresAt(NOW - 1)), ...kept])
      await ask("PutItem", { TableName, Item: one });
    await engine.sweep(NOW);
    for (const index of [undefined, "listing"]) {
      const items = await scan(index);
      expect(items).toHaveLength(kept.length);
      expect(items).toEqual(expect.arrayContaining(kept));
    }
  });

  it("a sweep leaves other tables alone", async () => {
    await openTable();
    await ask("CreateTable", tableDefinition("other"));
    await ask("PutItem", { TableName: "other", Item: item("has expired", expiresAt(NOW - 1)) });
    await engine.sweep(NOW);
    expect(await ask("Scan", { TableName: "other" })).toMatchObject({ Count: 1 });
  });

  it("they expire after a restart too, and it is refused to say so twice", async () => {
    const folder = newFolder();
    await openTable(folder);
    await engine.close();
    engine = await createEngine(folder);
    expect(await engine.answer("UpdateTimeToLive", { TableName, TimeToLiveSpecification })).toMatchObject({
      status: 400,
      body: { message: "TimeToLive is already enabled" },
    });
    await ask("PutItem", { TableName, Item: item("has expired", expiresAt(NOW - 1)) });
    await engine.sweep(NOW);
    expect(await scan()).toEqual([]);
  });
});

describe("Given a database that is killed while many write", () => {
  const WRITERS = 8;

  it("its indexes show what its table has, and every transaction is whole", async () => {
    const folder = newFolder();
    const database = await startDynamoDB(folder);
    await createTable(database.endpoint, TableName);
    const client = connect(database.endpoint);
    let replies = 0;
    async function write(writer: number) {
      for (let turn = 0; ; turn++) {
        const listing = { listing: { S: `${turn}` } };
        const pair = ["left", "right"].map((side) => ({
          Put: { TableName, Item: item(`${writer} ${side}`, { ...listing, clientId: { S: `${turn}` } }) },
        }));
        await client.send(new TransactWriteItemsCommand({ TransactItems: pair }));
        await client.send(new PutItemCommand({ TableName, Item: item(`${writer} alone`, listing) }));
        if (++replies === 10 * WRITERS) database.process?.kill("SIGKILL");
      }
    }
    await Promise.allSettled(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    client.destroy();

    engine = await createEngine(folder);
    type Stored = ReturnType<typeof item> & { clientId?: { S: string } };
    const items: Stored[] = await scan();
    expect(items).toHaveLength(3 * WRITERS);
    const inOrder = (some: Stored[]) => some.toSorted((a, b) => (a.sk.S < b.sk.S ? -1 : 1));
    expect(inOrder(await scan("listing"))).toEqual(inOrder(items));
    expect(inOrder(await scan("byClient"))).toEqual(inOrder(items.filter(({ clientId }) => clientId)));
    const turns = (side: string) =>
      inOrder(items.filter(({ sk }) => sk.S.endsWith(side))).map(({ listing }) => listing.S);
    expect(turns("left")).toEqual(turns("right"));
  });
});

it("an action it does not have is refused", async () => {
  engine = await createEngine();
  expect(await engine.answer("ExecuteStatement", {})).toMatchObject({
    status: 400,
    body: { __type: expect.stringMatching(/#UnknownOperationException$/) },
  });
});
