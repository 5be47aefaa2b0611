/** The system under test: the API and its database, two processes that can be killed, and whose clock can be set. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { issuerEnvironment } from "../../build/development-issuer.ts";
import {
  connect,
  createTable,
  type Database,
  localEnvironment,
  startDynamoDB,
  TABLE_NAME,
} from "../../local/dynamodb.ts";
import { table } from "../../shared/store/table.ts";
import { type Items, nameOf } from "../world/dynamodb.ts";
import type { Raw } from "../world/expressions.ts";

export const FAULTS = ["kill -9 of the database", "kill -9 of the server", "kill -9 of both"] as const;
type Fault = (typeof FAULTS)[number];

export async function startSubject() {
  const issuer = await issuerEnvironment();
  const folder = mkdtempSync(join(tmpdir(), "reservation-api-soak-"));
  let database: Database | undefined;
  let server: ChildProcess | undefined;
  let url = "";
  /** How far the processes' clocks are ahead of ours, in milliseconds. */
  let ahead = 0;

  /** Epoch seconds by the processes' clock. */
  const clock = () => (Date.now() + ahead) / 1000;
  async function stop() {
    if (server?.kill()) await once(server, "exit");
    await database?.stop();
  }

  /** Stops both processes and starts them again with this clock. The data stay. */
  async function startAt(seconds: number) {
    await stop();
    ahead = Math.round(seconds * 1000 - Date.now());
    process.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(clockAhead(ahead))}`;
    database = await startDynamoDB(folder);
    await createTable(database.endpoint, TABLE_NAME, folder);
    const started = spawn(process.execPath, [join(import.meta.dirname, "server.ts")], {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...{ ...process.env, ...localEnvironment, ...issuer, TABLE_NAME },
        ...{ AWS_ENDPOINT_URL_DYNAMODB: database.endpoint, POWERTOOLS_LOG_LEVEL: "SILENT" },
      },
    });
    server = started;
    const [line] = await once(started.stdout, "data");
    url = `${line}`.trim();
  }

  function kill(fault: Fault) {
    if (/server|both/.test(fault)) server?.kill("SIGKILL");
    if (/database|both/.test(fault)) database?.process?.kill("SIGKILL");
  }

  async function withClient<T>(ask: (client: DynamoDBClient) => Promise<T>) {
    const client = connect(`${database?.endpoint}`);
    return ask(client).finally(() => client.destroy());
  }

  /** What the table holds. Throws where an index does not hold the same. */
  const items = () =>
    withClient(async (client): Promise<Items> => {
      const scan = async (index: { IndexName?: string } = {}) =>
        (await client.send(new ScanCommand({ TableName: TABLE_NAME, ...index }))).Items ?? [];
      const all = await scan();
      for (const [IndexName, { partitionKey }] of Object.entries(table.indexes)) {
        const [there, indexed] = [all.filter((item) => partitionKey in item), await scan({ IndexName })].map(textOf);
        if (there !== indexed) throw new Error(`The index ${IndexName} has ${indexed}, and the table ${there}`);
      }
      return new Map(all.map((item) => [nameOf(item), item]));
    });

  /** Makes these items the only ones in the table. */
  const setItems = (wanted: Items) =>
    withClient(async (client) => {
      for (const [name, { pk, sk }] of await items())
        if (!wanted.has(name))
          await client.send(new DeleteItemCommand({ TableName: TABLE_NAME, Key: { pk, sk } as never }));
      for (const Item of wanted.values()) await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));
    });

  async function end() {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return { startAt, kill, items, setItems, clock, end, url: () => url };
}

/** Code that sets a process's clock. It also removes the Date of replies: that is real, and the SDK would set its clock by it. */
const clockAhead = (ms: number) => `
  import http from "node:http";
  const real = Date.now;
  Date.now = () => real() + ${ms};
  Object.defineProperty(http.ServerResponse.prototype, "sendDate", { get: () => false, set() {} });`;

const textOf = (items: Raw[]) =>
  items
    .map((item) =>
      JSON.stringify(
        Object.entries(item)
          .map(([name, { NS, ...one }]) => [name, NS ? NS.toSorted() : one])
          .sort(),
      ),
    )
    .sort()
    .join("\n");
