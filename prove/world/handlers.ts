/**
 * The real handlers with the real SDK, in this process. Each call has a clock and randomness of its own, and each of its
 * requests to DynamoDB waits until the proof replies.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { setImmediate as turn } from "node:timers/promises";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { issuerEnvironment, signToken } from "../../build/development-issuer.ts";
import { localEnvironment } from "../../local/dynamodb.ts";
import type { AppointmentEvent } from "../../shared/contract/types.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";
import type { ProxyResult } from "../../shared/http/proxy-result.ts";
import { contractFault } from "../../test/contract.ts";
import { proxyEvent, replyOf } from "../../test/event.ts";
import { answerHere } from "../../test/without-network.ts";
import { IDS_PER_CALL } from "../judge/answers.ts";
import type { Answer, Call } from "../model/call.ts";
import { importPlanted } from "../plants/planted.ts";
import type { PlantName } from "../plants/plants.ts";
import { TABLE } from "./contents.ts";
import type { Reply } from "./faults.ts";

/** A request on its way to DynamoDB. */
export interface Sent {
  command: string;
  body: string;
  /** Sends the reply, or loses it, and lets the call go on until it waits again or is over. */
  reply(reply: Reply | Error): Promise<void>;
}

/** A call under way. */
export interface Running {
  waiting: Sent[];
  answer?: Answer;
}

interface CallContext {
  now: number;
  onRequest(command: string, body: string, respond: (reply: Reply | Error) => void): void;
  onTimer(wake: () => void): void;
  /** A number that no other draw of any call gets. */
  draw(): number;
}
const callContext = new AsyncLocalStorage<CallContext>();

const realNow = Date.now;
Date.now = () => (callContext.getStore()?.now ?? realNow() / 1000) * 1000;

// The types of setTimeout and randomBytes have more overloads than are called here.
const realSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = ((run: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
  const one = callContext.getStore();
  return one ? one.onTimer(() => run(...args)) : realSetTimeout(run, delay, ...args);
}) as typeof setTimeout;

const realRandomBytes = crypto.randomBytes;
crypto.randomBytes = ((size: number) => {
  const one = callContext.getStore();
  if (!one) return realRandomBytes(size);
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32BE(one.draw(), size - 4);
  return bytes;
}) as typeof crypto.randomBytes;
syncBuiltinESMExports();

const webCrypto = globalThis.crypto;
const realUuid = webCrypto.randomUUID.bind(webCrypto);
webCrypto.randomUUID = () => {
  const one = callContext.getStore();
  return one ? `00000000-0000-4000-8000-${`${one.draw()}`.padStart(12, "0")}` : realUuid();
};

/** Verifies each token once: later calls get the result without waiting for the crypto threads. */
const verify = webCrypto.subtle.verify.bind(webCrypto.subtle);
const verified = new Map<string, Promise<boolean>>();
webCrypto.subtle.verify = (algorithm, key, signature, data) => {
  // Those who verify tokens pass bytes.
  const token = [signature, data].map((part) => Buffer.from(part as Uint8Array).toString("base64")).join();
  const known = verified.get(token) ?? verify(algorithm, key, signature, data);
  verified.set(token, known);
  return known;
};

// The product reads its settings when it is imported.
Object.assign(process.env, localEnvironment, await issuerEnvironment(), {
  TABLE_NAME: TABLE,
  AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1",
  EVENT_BUS: "bus",
  POWERTOOLS_LOG_LEVEL: "SILENT",
});

const utf8 = new TextDecoder();
const requestHandler = {
  metadata: {},
  handle: ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) =>
    new Promise((resolve, reject) => {
      const respond = (reply: Reply | Error) =>
        reply instanceof Error
          ? reject(reply)
          : resolve({
              response: { statusCode: reply.status, headers: {}, body: Buffer.from(JSON.stringify(reply.body)) },
            });
      callContext.getStore()?.onRequest(`${headers["x-amz-target"]}`.replace(/^.*\./, ""), utf8.decode(body), respond);
    }),
};

const tokens = new Map<string, Promise<string>>();
export function tokenOf({ role, userId }: Caller, now: number) {
  const known = tokens.get(userId) ?? signToken(role, userId, now - 3600);
  tokens.set(userId, known);
  return known;
}

/** The product's handlers, with a bug planted or as they are. */
export async function startProduct(plant?: PlantName) {
  const product = <Module>(file: string): Promise<Module> =>
    importPlanted(new URL(`../../${file}`, import.meta.url).href, plant);
  const { dynamodb } = await product<typeof import("../../shared/store/dynamodb.ts")>("shared/store/dynamodb.ts");
  answerHere(dynamodb, requestHandler);
  // The SDK's very first request reads settings from files. After it, whatever a call does between two requests is done within
  // one turn of the event loop, which shows when the call waits.
  const nothing = { now: 0, onTimer() {}, draw: () => 0 };
  const onRequest: CallContext["onRequest"] = (_, __, respond) => respond({ status: 200, body: {} });
  await callContext.run({ ...nothing, onRequest }, () =>
    dynamodb.send(new GetCommand({ TableName: TABLE, Key: { pk: "a", sk: "a" } })),
  );
  const retries = await dynamodb.config.retryStrategy();

  type Handler = (event: unknown) => Promise<ProxyResult>;
  const handlers = new Map<string, Handler>();
  async function load(operationId: string) {
    const { handler } = await product<{ handler: Handler }>(`functions/${operationId}.ts`);
    handlers.set(operationId, handler);
    return handler;
  }

  /** Runs a handler to its end, and answers its requests as soon as they are sent. */
  async function answer(
    operationId: string,
    event: object,
    { now, number }: Pick<Call, "now" | "number">,
    respond: (command: string, body: string) => Reply,
  ) {
    const handler = handlers.get(operationId) ?? (await load(operationId));
    let drawn = 0;
    const one: CallContext = {
      ...{ now, onTimer: (wake) => wake(), draw: () => number * IDS_PER_CALL + ++drawn },
      onRequest: (command, body, reply) => reply(respond(command, body)),
    };
    return callContext.run(one, () => handler(event));
  }

  /** Passes each line of the log to `read`; without it, turns the log off. */
  async function log(read?: (line: string) => void) {
    const { logger } = await product<typeof import("../../shared/telemetry/logger.ts")>("shared/telemetry/logger.ts");
    logger.setLogLevel(read ? "INFO" : "SILENT");
    Object.assign(logger, { console: { info: read, warn: read, error: read } });
  }

  /** Starts a call, and runs it to its first request. */
  async function call({ operationId, path, query, body, as, now, number }: Call): Promise<Running> {
    // All calls of a process share the SDK's quota of retries: here each call gets a full one.
    Object.assign(retries, { capacity: 500 });
    const handler = handlers.get(operationId) ?? (await load(operationId));
    const event = proxyEvent({ path, query, body }, `Bearer ${await tokenOf(as, now)}`);
    const running: Running = { waiting: [] };
    const timers: (() => void)[] = [];
    let drawn = 0;
    const underWay = Promise.withResolvers<void>();
    async function untilItWaits() {
      await turn();
      // The SDK's waits before its retries are over at once.
      for (let wake = timers.shift(); wake; wake = timers.shift()) {
        wake();
        await turn();
      }
    }
    const one: CallContext = {
      now,
      onTimer: (wake) => timers.push(wake),
      draw: () => number * IDS_PER_CALL + ++drawn,
      onRequest(command, sent, respond) {
        const request: Sent = {
          ...{ command, body: sent },
          async reply(reply) {
            running.waiting.splice(running.waiting.indexOf(request), 1);
            respond(reply);
            await untilItWaits();
          },
        };
        running.waiting.push(request);
        underWay.resolve();
      },
    };
    callContext
      .run(one, () => handler(event))
      .then((result) => {
        const reply = replyOf(result);
        running.answer = { ...reply, fault: contractFault(operationId, reply) };
      })
      .catch(({ stack }) => {
        running.answer = { status: 0, body: undefined, fault: `threw ${stack}` };
      })
      .then(underWay.resolve);
    await underWay.promise;
    await untilItWaits();
    return running;
  }

  let publisher: Promise<typeof import("../../events/publishEvents.ts")["handler"]> | undefined;
  async function loadPublisher() {
    const { eventBridge } = await product<typeof import("../../events/event-bridge.ts")>("events/event-bridge.ts");
    answerHere(eventBridge, requestHandler);
    const { handler } = await product<typeof import("../../events/publishEvents.ts")>("events/publishEvents.ts");
    return handler;
  }

  /** Hands changes of the table to the function that publishes events. `respond` is the bus. */
  async function publish(Records: DynamoDBRecord[], respond: (events: AppointmentEvent[]) => Reply | Error) {
    publisher ??= loadPublisher();
    const handler = await publisher;
    const onRequest: CallContext["onRequest"] = (_, body, reply) =>
      reply(respond(JSON.parse(body).Entries.map(({ Detail }: { Detail: string }) => JSON.parse(Detail))));
    return callContext.run({ now: 0, draw: () => 0, onTimer: (wake) => wake(), onRequest }, () => handler({ Records }));
  }

  return { call, answer, log, publish };
}

export type Product = Awaited<ReturnType<typeof startProduct>>;
