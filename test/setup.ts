import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { createTable, localEnvironment } from "../local/dynamodb.ts";
import { issuerEnvironment } from "../local/issuer.ts";

/** Each test file has a table of its own. The functions read their settings when they are first imported. */
const TABLE_NAME = `test-${randomUUID()}`;
await createTable(inject("dynamodb"), TABLE_NAME);
Object.assign(process.env, localEnvironment, await issuerEnvironment(), {
  TABLE_NAME,
  AWS_ENDPOINT_URL_DYNAMODB: inject("dynamodb"),
  POWERTOOLS_LOG_LEVEL: "SILENT",
});
