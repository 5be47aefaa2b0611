/** The DynamoDB on this machine: the embedded one, in a process of its own, or the one that DYNAMODB_ENDPOINT names. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { table } from "../shared/store/table.ts";

export interface Database {
  endpoint: string;
  /** Where the embedded engine keeps its data, if not in memory. */
  folder?: string | undefined;
  /** The embedded engine's process; undefined for an engine that someone else started. */
  process?: ChildProcess;
  /** Ends the embedded engine and waits until its files are closed. */
  stop(): Promise<void>;
}

/**
 * The functions' settings for an engine on this machine. The engine checks no credentials, but the SDK requires some. The
 * timeout is long because one process runs all functions here: while it is busy, that must not look like a database timeout.
 */
export const localEnvironment = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  DYNAMODB_TIMEOUT_MS: "20000",
};

/**
 * Starts the embedded DynamoDB, unless DYNAMODB_ENDPOINT names another.
 *
 * @param folder where the embedded one keeps its data; in memory without it
 * @throws Error with one sentence when it cannot start
 */
export async function startDynamoDB(folder?: string): Promise<Database> {
  const { DYNAMODB_ENDPOINT } = process.env;
  if (DYNAMODB_ENDPOINT) return { endpoint: DYNAMODB_ENDPOINT, stop: async () => {} };
  // In a process group of its own, so that Ctrl-C reaches only the server, which then ends the engine properly.
  const child = spawn(process.execPath, [join(import.meta.dirname, "engine/main.ts"), ...(folder ? [folder] : [])], {
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
  return { endpoint, folder, process: child, stop };
}

/** The name of the local server's table. */
export const TABLE_NAME = "reservation-api";

/**
 * Creates the table, with its time to live, unless it exists.
 *
 * @param folder where the embedded engine keeps its data, to be named in an error
 * @throws Error with one sentence when the existing table has other keys or indexes
 */
export async function createTable(endpoint: string, name: string, folder?: string) {
  const client = connect(endpoint);
  const wanted = tableDefinition(name);
  try {
    await client.send(new CreateTableCommand(wanted)).catch((error) => {
      if (!(error instanceof ResourceInUseException)) throw error;
    });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (layoutOf(Table) !== layoutOf(wanted))
      throw new Error(
        folder
          ? `The data in ${folder} are of an earlier version: delete that folder, or choose another with --data.`
          : `The table ${name} at ${endpoint} is of an earlier version: delete it.`,
      );
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
    if (TimeToLiveDescription?.AttributeName) return;
    const TimeToLiveSpecification = { Enabled: true, AttributeName: table.timeToLiveAttribute };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  } finally {
    client.destroy();
  }
}

/** The keys of a table and of its indexes as one text, to compare. */
function layoutOf({ KeySchema, GlobalSecondaryIndexes = [] }: Partial<TableDescription> = {}) {
  const keysOf = (schema: KeySchemaElement[] = []) => schema.map(({ AttributeName }) => AttributeName).join();
  const indexes = GlobalSecondaryIndexes.map(({ IndexName, KeySchema }) => `${IndexName}: ${keysOf(KeySchema)}`);
  return [keysOf(KeySchema), ...indexes.sort()].join("; ");
}

/** The request that creates the table. */
export function tableDefinition(TableName: string): CreateTableCommandInput {
  const keys = [table, ...Object.values(table.indexes)];
  const attributes = new Set(keys.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: keySchema(table),
    GlobalSecondaryIndexes: Object.entries(table.indexes).map(([IndexName, index]) => ({
      IndexName,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: "ALL" },
    })),
  };
}

/** A client of a DynamoDB on this machine. */
export const connect = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: localEnvironment.AWS_REGION,
    credentials: {
      accessKeyId: localEnvironment.AWS_ACCESS_KEY_ID,
      secretAccessKey: localEnvironment.AWS_SECRET_ACCESS_KEY,
    },
  });

const keySchema = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: "HASH" as const },
  { AttributeName: sortKey, KeyType: "RANGE" as const },
];
