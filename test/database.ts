import { randomUUID } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createEngine, type Engine } from "../local/engine/engine.ts";
import { serveEngine } from "../local/engine/server.ts";
import { answerHere } from "./without-network.ts";

interface Database {
  endpoint: string;
  /** The name of the table that this process's test files use, one after another. */
  tableName: string;
  /** Undefined for a DynamoDB that someone else started. */
  engine?: Engine;
}

/** This process's DynamoDB: an embedded one inside it, or the one that DYNAMODB_ENDPOINT names. */
export function databaseOfThisProcess(): Promise<Database> {
  const kept = globalThis as { testDatabase?: Promise<Database> };
  kept.testDatabase ??= start();
  return kept.testDatabase;
}

async function start(): Promise<Database> {
  const { DYNAMODB_ENDPOINT } = process.env;
  const tableName = `test-${randomUUID()}`;
  if (DYNAMODB_ENDPOINT) return { endpoint: DYNAMODB_ENDPOINT, tableName };
  const engine = await createEngine();
  const { server, endpoint } = await serveEngine(engine);
  server.unref();
  return { endpoint, tableName, engine };
}

const utf8 = new TextDecoder();

/** Lets the engine answer a client directly, without HTTP: through it a request takes more than twice as long. */
export function ask(engine: Engine, client: DynamoDBDocumentClient) {
  answerHere(client, {
    metadata: { handlerProtocol: "http/1.1" },
    async handle({ headers, body }: { headers: Record<string, string>; body: Uint8Array | string }) {
      const [, action = ""] = `${headers["x-amz-target"]}`.split(".");
      const { status, body: reply } = await engine.answer(
        action,
        JSON.parse(typeof body === "string" ? body : utf8.decode(body)),
      );
      return { response: { statusCode: status, headers: {}, body: Buffer.from(JSON.stringify(reply)) } };
    },
  });
}
