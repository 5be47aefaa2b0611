/**
 * The embedded DynamoDB: dynalite, and what it lacks.
 *
 *     const engine = await createEngine();                    // in memory, or createEngine("folder")
 *     const { status, body } = await engine.answer("PutItem", { TableName, Item });
 *     await engine.sweep(now);                                // deletes what has expired by then, epoch seconds
 *     await engine.close();
 *
 * `answer` takes a request's body and returns the reply's, both as DynamoDB's HTTP API has them: status 200, or a refusal
 * with its `__type`. It keeps nothing of the body it is given. Writes act one after another, in the order of the calls.
 */
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { create, type Item, type Table, validationError, type Write } from "dynalite/db/index.js";
import { act, type Input, isRefusal, parse, type Shape, shapeOf } from "./actions.ts";
import { attempt } from "./attempt.ts";
import { consumed, operationsOf, refusalOf, transactGet, transactWrite } from "./transactions.ts";

export interface Engine {
  answer(action: string, body: object): Promise<{ status: number; body: object }>;
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}

/** What dynalite does as it is: it writes no items. */
const UNCHANGED = ["BatchGetItem", "DeleteTable", "DescribeTable", "GetItem", "ListTables", "Query", "Scan"];
const WRITES = ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"];

const updateTimeToLive: Shape = {
  types: {
    TableName: { type: "String", notNull: true },
    TimeToLiveSpecification: {
      type: "FieldStruct<TimeToLiveSpecification>",
      notNull: true,
      children: { AttributeName: { type: "String", notNull: true }, Enabled: { type: "Boolean", notNull: true } },
    },
  },
};

type Action = (body: object) => Promise<object>;

/** Opens the database. Rejects where another process has the folder's. */
export async function createEngine(folder?: string): Promise<Engine> {
  const store = create({ ...(folder && { path: folder }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const { db, tableDb } = store;
  await db.open();

  let last: Promise<unknown> = Promise.resolve();
  /** Runs it when all that came before it has ended. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = last.then(run);
    last = mine.catch(() => {});
    return mine;
  }

  const unchanged = (action: string) => async (body: object) => act(store, action, parse(store, shapeOf(action), body));

  const write = (action: string) => async (body: object) => {
    const input = parse(store, shapeOf(action), body);
    return inTurn(async () => {
      const { writes, refusal, reply } = await attempt(store, action, input);
      if (refusal) throw refusal;
      await db.batch(writes);
      return reply;
    });
  };

  const describe = (name: string) => promisify(store.getTable)(name, false) as Promise<Table>;

  const actions: Record<string, Action> = {
    ...Object.fromEntries(UNCHANGED.map((action) => [action, unchanged(action)])),
    ...Object.fromEntries(WRITES.map((action) => [action, write(action)])),

    async TransactWriteItems(body) {
      const operations = operationsOf(parse(store, transactWrite, body));
      return inTurn(async () => {
        const attempts = await Promise.all(operations.map(({ action, input }) => attempt(store, action, input)));
        const refusal = refusalOf(attempts);
        if (refusal) throw refusal;
        await db.batch(attempts.flatMap(({ writes }) => writes));
        return consumed(
          attempts.map(({ reply }) => reply),
          "Write",
        );
      });
    },

    async TransactGetItems(body) {
      const operations = operationsOf(parse(store, transactGet, body));
      return inTurn(async () => {
        const replies = await Promise.all(operations.map(({ action, input }) => act(store, action, input)));
        return { Responses: replies.map(({ Item }) => ({ Item })), ...consumed(replies, "Read") };
      });
    },

    /** The table is there at once, while dynalite has it made a moment later. */
    async CreateTable(body) {
      const reply = await unchanged("CreateTable")(body);
      const name = (body as Input).TableName;
      while ((await describe(name)).TableStatus !== "ACTIVE") await turn();
      return reply;
    },

    async DescribeTimeToLive(body) {
      const { TimeToLive: AttributeName } = await describe((body as Input).TableName);
      return { TimeToLiveDescription: { TimeToLiveStatus: AttributeName ? "ENABLED" : "DISABLED", AttributeName } };
    },

    async UpdateTimeToLive(body) {
      const { TableName, TimeToLiveSpecification } = parse(store, updateTimeToLive, body);
      const { Enabled, AttributeName } = TimeToLiveSpecification;
      const { TimeToLive, ...table } = await describe(TableName);
      if (Enabled === Boolean(TimeToLive))
        throw validationError(`TimeToLive is already ${Enabled ? "enabled" : "disabled"}`);
      await promisify(tableDb.put)(TableName, { ...table, ...(Enabled && { TimeToLive: AttributeName }) });
      return { TimeToLiveSpecification };
    },
  };

  return {
    async answer(action, body) {
      try {
        const run = actions[action];
        if (!run) return { status: 400, body: { __type: "com.amazon.coral.service#UnknownOperationException" } };
        return { status: 200, body: await run(body) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { status: error.statusCode, body: error.body };
      }
    },
    sweep: (now) =>
      inTurn(async () => {
        for await (const table of db.values<Table>(among("table~"))) {
          const { TableName, TimeToLive = "", KeySchema } = table;
          const writes: Write[] = [];
          for await (const item of db.values<Item>(among(`item-${TableName}~`))) {
            if (!(Number(item[TimeToLive]?.N) < now)) continue;
            const Key = Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
            writes.push(...(await attempt(store, "DeleteItem", { TableName, Key })).writes);
          }
          await db.batch(writes);
        }
      }),
    close: () => inTurn(() => db.close()),
  };
}

const among = (prefix: string) => ({ gte: prefix, lt: `${prefix}\xFF` });
