import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, vi } from "vitest";
import { issuerEnvironment } from "../build/development-issuer.ts";
import { connect, createTable, localEnvironment } from "../local/dynamodb.ts";
import { ask, databaseOfThisProcess } from "./database.ts";

/**
 * One process runs many test files. It loads the SDK, the CDK and the project only once, because that takes longer than most
 * files do. So each file finds the environment, the modules and the client of DynamoDB as this one leaves them, and an empty
 * table. A file that needs other settings sets them and calls `vi.resetModules()`, because the functions read their settings
 * when they are imported.
 */
const environment = { ...process.env };
const { endpoint, tableName: TABLE_NAME, engine } = await databaseOfThisProcess();
// Tests of a running stage keep the settings they were started with, which say where that stage's AWS is.
Object.assign(process.env, process.env.API_URL ? {} : localEnvironment, await issuerEnvironment(), {
  TABLE_NAME,
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  POWERTOOLS_LOG_LEVEL: "SILENT",
});
await createTable(endpoint, TABLE_NAME);
const { dynamodb } = await import("../shared/store/dynamodb.ts");
if (engine) ask(engine, dynamodb);
// The one that test/harness.ts adds when it is first imported stays.
const middlewares = new Set(["record - finalizeRequest", ...dynamodb.middlewareStack.identify()]);

afterAll(async () => {
  vi.restoreAllMocks();
  for (const one of dynamodb.middlewareStack.identify())
    if (!middlewares.has(one)) dynamodb.middlewareStack.remove(one.replace(/ - .*/, ""));
  const client = connect(endpoint);
  await client.send(new DeleteTableCommand({ TableName: TABLE_NAME }));
  client.destroy();
  if ((await import("../shared/store/dynamodb.ts")).dynamodb !== dynamodb) vi.resetModules();
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});
