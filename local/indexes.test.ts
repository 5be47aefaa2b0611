import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { create } from "dynalite/db/index.js";
import { afterAll, expect, it } from "vitest";
import { table } from "../shared/store/table.ts";
import { connect, createTable, startDynamoDB, TABLE_NAME } from "./dynamodb.ts";
import { rebuildIndexes } from "./indexes.ts";

const all = mkdtempSync(join(tmpdir(), "reservation-api-"));
afterAll(() => rmSync(all, { recursive: true, force: true }));
const freshFolder = () => mkdtempSync(join(all, "data-"));

const item = (clientId: string) => ({
  ...{ pk: { S: "PROVIDER#ada" }, sk: { S: "2031-03-03T08:00Z" }, clientId: { S: clientId } },
  ...{ listing: { S: "2031-03-03" }, listingKey: { S: "ada#08:00" } },
});

it("a database that was killed between an index's write and the table's starts with indexes as its table", async () => {
  const folder = freshFolder();
  const before = await startDynamoDB(folder);
  await createTable(before.endpoint, TABLE_NAME);
  await connect(before.endpoint).send(new PutItemCommand({ TableName: TABLE_NAME, Item: item("grace") }));
  await before.stop();

  const { db } = create({ path: folder });
  const entries = await Array.fromAsync(db.keys({ gte: "index-", lt: "index-\xFF" }));
  expect(entries).toHaveLength(2);
  // One entry is another item's, which the table never had, and the other one is gone.
  await db.batch([
    { type: "put", key: `${entries[0]}0`, value: item("bob") },
    { type: "del", key: `${entries[1]}` },
  ]);
  await db.close();

  const after = await startDynamoDB(folder);
  try {
    for (const IndexName of [undefined, ...Object.keys(table.indexes)]) {
      const { Items } = await connect(after.endpoint).send(new ScanCommand({ TableName: TABLE_NAME, IndexName }));
      expect(Items).toEqual([item("grace")]);
    }
  } finally {
    await after.stop();
  }
});

it("what it does not rebuild is left alone", async () => {
  const folder = freshFolder();
  const before = create({ path: folder }).db;
  await before.batch([{ type: "put", key: "index-local~another", value: item("grace") }]);
  await before.close();

  await rebuildIndexes(folder);

  const after = create({ path: folder }).db;
  expect(await Array.fromAsync(after.keys({ gte: "", lt: "\xFF" }))).toEqual(["index-local~another"]);
  await after.close();
});

it("data that cannot be read are closed again", async () => {
  const folder = freshFolder();
  const before = create({ path: folder }).db;
  // A table that says neither its keys nor its name.
  await before.batch(["table~torn", "item-undefined~1"].map((key) => ({ type: "put", key, value: {} })));
  await before.close();

  await expect(rebuildIndexes(folder)).rejects.toThrow(TypeError);

  const after = create({ path: folder }).db;
  expect(await Array.fromAsync(after.keys({ gte: "", lt: "\xFF" }))).toHaveLength(2);
  await after.close();
});
