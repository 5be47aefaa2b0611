/**
 * The embedded DynamoDB: dynalite, with what it lacks.
 *
 *     const engine = await createEngine();                    // in memory, or createEngine("folder")
 *     const stop = engine.follow(TableName, (record) => {});  // each later change of an item, in order
 *     const { status, body } = await engine.answer("PutItem", { TableName, Item });
 *     await engine.sweep(now);                                // deletes what has expired by now, in epoch seconds
 *     await engine.close();
 *
 * `answer` takes a request's body and returns the reply's, both as DynamoDB's HTTP API has them: status 200, or an error
 * with its `__type`. It keeps no reference to the body it is given. Writes and transactions act one after another, in the order
 * of the calls.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { DynamoDBRecord } from "aws-lambda";
import { create } from "dynalite/db/index.js";
import { act, isDynamoDBError, parse, shapeOf } from "./actions.ts";
import { consumed, withMinimumUnits } from "./capacity.ts";
import { type Change, dryRun, writeOf } from "./dry-run.ts";
import { describe, describeTimeToLive, expired, updateTimeToLive } from "./expiry.ts";
import { recordsOf } from "./records.ts";
import { errorOf, operationsOf, transactGet, transactWrite } from "./transactions.ts";

export interface Engine {
  answer(action: string, body: object): Promise<{ status: number; body: object }>;
  /** Calls the listener for each change of a table's items, as a stream does. Returns a function that ends this. */
  follow(table: string, listener: (record: DynamoDBRecord) => void): () => void;
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}

/** Actions that write no items. For these dynalite is enough. */
const UNCHANGED = ["BatchGetItem", "DeleteTable", "DescribeTable", "GetItem", "ListTables"];
const SEARCHES = ["Query", "Scan"];
const WRITES = ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"];

/** Opens the database. Rejects if another process has it open. */
export async function createEngine(folder?: string): Promise<Engine> {
  const store = create({ ...(folder && { path: folder }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await store.db.open();

  let last: Promise<unknown> = Promise.resolve();
  /** Runs `run` after all earlier writes have ended. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = last.then(run);
    last = mine.catch(() => {});
    return mine;
  }

  const followers = new Set<{ table: string; listener: (record: DynamoDBRecord) => void }>();

  async function write(changes: Change[], isSweep = false) {
    await store.db.batch(changes.map(writeOf));
    for (const { table, listener } of followers)
      for (const record of await recordsOf(store, table, changes, isSweep)) listener(record);
  }

  const unchanged = (action: string) => (body: object) => act(store, action, parse(store, shapeOf(action), body));

  const search = (action: string) => async (body: object) => {
    const input = parse(store, shapeOf(action), body);
    return withMinimumUnits(await act(store, action, input), input);
  };

  const oneWrite = (action: string) => (body: object) => {
    const input = parse(store, shapeOf(action), body);
    return inTurn(async () => {
      const one = await dryRun(store, action, input);
      if (one.error) throw one.error;
      await write(one.changes);
      const [ConsumedCapacity] = consumed([one], 1) ?? [];
      return { ...one.reply, ...(ConsumedCapacity && { ConsumedCapacity }) };
    });
  };

  const actions: Record<string, (body: object) => Promise<object>> = {
    ...Object.fromEntries(UNCHANGED.map((action) => [action, unchanged(action)])),
    ...Object.fromEntries(SEARCHES.map((action) => [action, search(action)])),
    ...Object.fromEntries(WRITES.map((action) => [action, oneWrite(action)])),

    TransactWriteItems(body) {
      const operations = operationsOf(parse(store, transactWrite, body));
      return inTurn(async () => {
        const dryRuns = await Promise.all(operations.map(({ action, input }) => dryRun(store, action, input)));
        const error = errorOf(dryRuns);
        if (error) throw error;
        await write(dryRuns.flatMap(({ changes }) => changes));
        return { ConsumedCapacity: consumed(dryRuns, 2) };
      });
    },

    TransactGetItems(body) {
      const operations = operationsOf(parse(store, transactGet, body));
      return inTurn(async () => {
        const replies = await Promise.all(operations.map(({ action, input }) => act(store, action, input)));
        const parts = replies.map((reply) => ({ reply }));
        return { Responses: replies.map(({ Item }) => ({ Item })), ConsumedCapacity: consumed(parts, 2) };
      });
    },

    /** Waits until the table is active: dynalite replies a moment before it is. */
    async CreateTable(body) {
      const reply = await unchanged("CreateTable")(body);
      while ((await describe(store, body)).TableStatus !== "ACTIVE") await turn();
      return reply;
    },

    DescribeTimeToLive: (body) => describeTimeToLive(store, body),
    UpdateTimeToLive: (body) => updateTimeToLive(store, body),
  };

  return {
    async answer(action, body) {
      try {
        const run = actions[action];
        if (!run) return { status: 400, body: { __type: "com.amazon.coral.service#UnknownOperationException" } };
        return { status: 200, body: await run(body) };
      } catch (error) {
        if (!isDynamoDBError(error)) throw error;
        return { status: error.statusCode, body: error.body };
      }
    },
    follow(table, listener) {
      const follower = { table, listener };
      followers.add(follower);
      return () => followers.delete(follower);
    },
    sweep: (now) => inTurn(async () => write(await expired(store, now), true)),
    close: () => inTurn(() => store.db.close()),
  };
}
