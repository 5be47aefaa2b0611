/**
 * The real handlers with the real SDK. Each call has a clock of its own, and whatever it waits for, a request to DynamoDB or
 * a timer of the SDK's, waits for whoever runs the simulation.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Handlers } from "../../build/handlers.gen.ts";
import { issuerEnvironment, signToken } from "../../build/issuer.ts";
import { localEnvironment } from "../../local/dynamodb.ts";
import { type OperationId, operations } from "../../shared/contract/operations.gen.ts";
import { contractFault } from "../../test/contract.ts";
import { proxyEvent, replyOf } from "../../test/event.ts";
import type { Answer, Caller, Request } from "../model/call.ts";
import { type Reply, TABLE } from "./engine.ts";

/** A request on its way to DynamoDB. */
export interface Sent {
  command: string;
  body: string;
  respond(reply: Reply): void;
  fail(error: Error): void;
}

/** What a running call hands over. */
export interface Running {
  /** Epoch seconds. */
  now: number;
  onRequest(request: Sent): void;
  onTimer(wake: () => void): void;
  /** Its random bytes: the same run has the same ids. */
  random(size: number): Buffer;
}

const running = new AsyncLocalStorage<Running>();

const realNow = Date.now;
Date.now = () => (running.getStore()?.now ?? realNow() / 1000) * 1000;

const realSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = ((run: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
  const one = running.getStore();
  return one ? one.onTimer(() => run(...args)) : realSetTimeout(run, delay, ...args);
}) as typeof setTimeout;

const realRandomBytes = crypto.randomBytes;
crypto.randomBytes = ((size: number) =>
  running.getStore()?.random(size) ?? realRandomBytes(size)) as typeof crypto.randomBytes;
syncBuiltinESMExports();

/** Bytes that tell a number. */
export function numbered(size: number, number: number) {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32BE(number, size - 4);
  return bytes;
}

/** Whether a signature is right is always the same: it is found once a token, and never waited for again. */
const { subtle } = globalThis.crypto;
const verify = subtle.verify.bind(subtle);
const verified = new Map<string, Promise<boolean>>();
subtle.verify = (algorithm, key, signature, data) => {
  const token = `${Buffer.from(signature as Uint8Array).toString("base64")} ${Buffer.from(data as Uint8Array)}`;
  const known = verified.get(token) ?? verify(algorithm, key, signature, data);
  verified.set(token, known);
  return known;
};

// They read their settings when they are imported.
Object.assign(process.env, localEnvironment, await issuerEnvironment(), {
  TABLE_NAME: TABLE,
  AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1",
  POWERTOOLS_LOG_LEVEL: "SILENT",
});
const { dynamodb } = await import("../../shared/store/client.ts");
const handlers = Object.fromEntries(
  await Promise.all(
    operations.map(async ({ operationId }) => {
      const { handler } = await import(`../../functions/${operationId}.ts`);
      return [operationId, handler];
    }),
  ),
) as Handlers;

const utf8 = new TextDecoder();

interface HttpRequest {
  headers: Record<string, string>;
  body: Uint8Array;
}

dynamodb.config.requestHandler = {
  metadata: {},
  handle: ({ headers, body }: HttpRequest) =>
    new Promise((resolve, reject) => {
      running.getStore()?.onRequest({
        command: `${headers["x-amz-target"]}`.replace(/^.*\./, ""),
        body: utf8.decode(body),
        respond: ({ status, text }) =>
          resolve({ response: { statusCode: status, headers: {}, body: Buffer.from(text) } }),
        fail: reject,
      });
    }),
} as unknown as typeof dynamodb.config.requestHandler;

// The first request of all looks for settings in files. From then on, whatever a call does between two requests is done when
// the event loop turns, so it is known when nothing more is to come.
const nothing = { now: 0, onTimer() {}, random: Buffer.alloc };
const onRequest = ({ respond }: Sent) => respond({ status: 200, text: "{}" });
await running.run({ ...nothing, onRequest }, () =>
  dynamodb.send(new GetCommand({ TableName: TABLE, Key: { pk: "", sk: "" } })),
);

const retries = await dynamodb.config.retryStrategy();

/** Gives the SDK its whole quota of retries again. It is the process's, and one simulation must not feel another. */
export const refillRetries = () => Object.assign(retries, { capacity: 500 });

const tokens = new Map<string, Promise<string>>();
function tokenOf({ role, userId }: Caller, now: number) {
  const known = tokens.get(userId) ?? signToken(role, userId, now - 3600);
  tokens.set(userId, known);
  return known;
}

/** Calls an operation. */
export async function invoke(operationId: OperationId, request: Request, as: Caller, one: Running): Promise<Answer> {
  const event = proxyEvent(request, `Bearer ${await tokenOf(as, one.now)}`);
  const reply = replyOf(await running.run(one, () => handlers[operationId](event)));
  return { ...reply, fault: contractFault(operationId, reply) };
}
