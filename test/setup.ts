import { randomUUID } from "node:crypto";
import { afterAll, inject, vi } from "vitest";
import { issuerEnvironment } from "../build/development-issuer.ts";
import { createTable, localEnvironment } from "../local/dynamodb.ts";

/**
 * One process runs many test files, since loading the SDK and the CDK takes longer than most of them. But each has the
 * project's own modules anew, and a table of its own: the functions read their settings when they are first imported, and
 * the SDK its own with the first request.
 */
vi.resetModules();
afterAll(async () => {
  const { dynamodb } = await import("../shared/store/dynamodb.ts");
  dynamodb.destroy();
});

const TABLE_NAME = `test-${randomUUID()}`;
// Tests of a running stage find that stage's AWS by the settings they were started with.
Object.assign(process.env, process.env.API_URL ? {} : localEnvironment, await issuerEnvironment(), {
  TABLE_NAME,
  AWS_ENDPOINT_URL_DYNAMODB: inject("dynamodb"),
  POWERTOOLS_LOG_LEVEL: "SILENT",
});
await createTable(inject("dynamodb"), TABLE_NAME);
