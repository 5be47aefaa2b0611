/** The embedded DynamoDB, in a process of its own: `node local/dynamodb.ts [folder]` serves it and says where. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from "@aws-sdk/client-dynamodb";
import { table } from "../shared/store/table.ts";

export interface Database {
  endpoint: string;
  process: ChildProcess;
  /** Ends the process and waits until its files are closed. */
  stop(): Promise<void>;
}

/** What the embedded engine wants to see and does not check. */
export const localCredentials = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
};

/**
 * Starts the embedded DynamoDB.
 *
 * @param folder where its data are kept; in memory without it
 * @throws Error with one sentence when it cannot start
 */
export async function startDynamoDB(folder?: string): Promise<Database> {
  // A group of its own: Ctrl-C reaches the server alone, which then ends this one in order.
  const child = spawn(process.execPath, [import.meta.filename, ...(folder ? [folder] : [])], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (line) => resolve(String(line).trim()));
    child.once("error", reject);
    ended.then(() => reject(new Error(`The database did not start: is another server using ${folder ?? "memory"}?`)));
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { endpoint, process: child, stop };
}

/** Creates the one table unless it is there. */
export async function createTable(endpoint: string, name: string) {
  const client = new DynamoDBClient({
    endpoint,
    region: localCredentials.AWS_REGION,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const keys = [table, ...Object.values(table.indexes)];
  const attributes = new Set(keys.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [...attributes].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S",
        })),
        KeySchema: keySchema(table),
        GlobalSecondaryIndexes: Object.entries(table.indexes).map(([IndexName, index]) => ({
          IndexName,
          KeySchema: keySchema(index),
          Projection: { ProjectionType: "ALL" },
        })),
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  } finally {
    client.destroy();
  }
}

const keySchema = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: "HASH" as const },
  { AttributeName: sortKey, KeyType: "RANGE" as const },
];

async function serve(folder?: string) {
  const { default: dynalite } = await import("dynalite");
  if (folder) mkdirSync(folder, { recursive: true });
  const server = dynalite({
    ...(folder && { path: folder }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  const stop = () => server.close(() => process.exit());
  process.once("SIGTERM", stop);
  // However its parent ended, even by kill -9, this pipe closes with it.
  process.stdin.resume().once("end", stop).once("error", stop);
  server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}

if (import.meta.main) await serve(process.argv[2]);
