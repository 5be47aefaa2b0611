/** What is in the bundles, and what a function does before its first call: a process of its own runs the bundle. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundle, type FunctionName, functionNames } from "../build/bundle.ts";
import { AUDIENCE, issuerEnvironment, sign } from "../build/development-issuer.ts";
import { listen } from "../local/listen.ts";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import { ZONES as ZONES_DATA } from "../shared/domain/zones.gen.ts";
import { proxyEvent } from "./event.ts";
import { runScript } from "./script.ts";

const { inputs, outputs } = await bundle();

const LOCAL_TIME = ["submitAvailability", "withdrawAvailability", "listAvailableSlots"];
/** The functions that read the names or the clocks of time zones: their bundles carry the data for both. */
const ZONES = [...LOCAL_TIME, "createUser", "updateUser"];

it("only one file of jose uses Headers, which the bundles replace by Map", () => {
  const speaks = Object.keys(inputs).filter((file) =>
    /(new|instanceof|extends) Headers\b/.test(readFileSync(file, "utf8")),
  );
  expect(speaks).toEqual(["node_modules/jose/dist/webapi/jwks/remote.js"]);
});

it("bundling some functions without the others gives the same bundles, so a deployment replaces only what has changed", async () => {
  const names: FunctionName[] = ["getUser", "submitAvailability", "publishEvents"];
  const files = names.flatMap((name) => [`dist/${name}/index.mjs`, `dist/${name}/index.mjs.map`]);
  const read = () => files.map((file) => readFileSync(file, "utf8"));
  const before = read();
  await bundle(names);
  expect(read()).toEqual(before);
});

describe.each(functionNames)("Given the bundle of %s", (name) => {
  const file = `dist/${name}/index.mjs`;

  const zones = ZONES.includes(name);

  it(`a cold start reads one file of at most ${zones ? "315 KB, 106 KB" : "300 KB, 100 KB"} gzipped`, () => {
    const text = readFileSync(file);
    expect(text.length).toBeGreaterThan(name === "getHealth" ? 10_000 : 100_000);
    expect(text.length).toBeLessThanOrEqual(300_000 + (zones ? 15_000 : 0));
    expect(gzipSync(text).length).toBeLessThanOrEqual(100_000 + (zones ? 6_000 : 0));
    const imported = outputs[file]?.imports.filter(({ kind }) => kind === "import-statement") ?? [];
    expect(imported.filter(({ path }) => !/^(node:)?[a-z_]+(\/promises)?$/.test(path))).toEqual([]);
  });

  it(`carries ${zones ? "the time zones, in at most 15 KB, 6 KB gzipped" : "no time zones"}`, () => {
    expect(readFileSync(file, "utf8").includes("America/Winnipeg")).toBe(zones);
    const { bytesInOutput = 0 } = outputs[file]?.inputs["shared/domain/zones.gen.ts"] ?? {};
    // Their release alone is a few bytes.
    expect(bytesInOutput > 100).toBe(zones);
    expect(bytesInOutput).toBeLessThanOrEqual(15_000);
    expect(gzipSync(ZONES_DATA).length).toBeLessThanOrEqual(6_000);
  });

  it("carries no time zone library, and local time only where the contract has local time", () => {
    const inputs = Object.keys(outputs[file]?.inputs ?? {});
    expect(inputs.filter((input) => /temporal|luxon|moment|dayjs|date-fns|tzdata/i.test(input))).toEqual([]);
    expect(inputs.includes("shared/domain/local-time.ts")).toBe(LOCAL_TIME.includes(name));
  });
});

/** An issuer, and a DynamoDB that refuses everything, with a list of the requests to both. */
const asked: { target: string; body: Record<string, unknown> }[] = [];
const server = createServer(async (request, response) => {
  const target = targetOf(request);
  asked.push({ target, body: JSON.parse((await text(request)) || "{}") });
  if (target.endsWith("configuration")) return response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }));
  if (target.endsWith("/keys")) return response.end(`${await jwks}`);
  response.writeHead(400).end(JSON.stringify({ __type: "ValidationException", message: "no" }));
});
const targetOf = ({ headers, url = "" }: IncomingMessage) =>
  `${headers["x-amz-target"] ?? url}`.replace(/^DynamoDB_.*\./, "");
const jwks = issuerEnvironment().then(({ AUTH_JWKS }) => AUTH_JWKS);
let url: string;

beforeAll(async () => {
  url = (await listen(server)).url;
});
afterAll(() => server.close());
beforeEach(() => void asked.splice(0));

/** Starts functions in one process and calls each once. Returns what they logged, their replies, and what Node loaded. */
async function startAll(names: FunctionName[], settings: Record<string, string> = {}, authorization?: string) {
  const event = { ...proxyEvent({ path: { userId: "ada" } }, authorization), Records: [] };
  const { output } = await runScript("test/cold-function.ts", [names.join(), JSON.stringify(event)], "", ".", {
    TABLE_NAME: "a-table",
    AUTH_ISSUER: url,
    AUTH_AUDIENCE: AUDIENCE,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_ENDPOINT_URL_DYNAMODB: url,
    ...settings,
  });
  const lines = output.split("\n").map((line) => JSON.parse(line));
  return {
    log: lines.filter((line) => "message" in line),
    replies: lines.flatMap(({ reply = [] }) => reply),
    loaded: lines.at(-1).loaded as string[],
  };
}

async function start(operationId: OperationId, settings?: Record<string, string>, authorization?: string) {
  const { replies, ...rest } = await startAll([operationId], settings, authorization);
  return { reply: replies[0], ...rest };
}

const token = async () => `Bearer ${await sign({ iss: url, aud: AUDIENCE, sub: "ada", exp: Date.now() / 1000 + 60 })}`;

describe("Given a function that starts", () => {
  it("every bundle answers, and none loads fetch, HTTP/2, compression or worker threads", async () => {
    const settings = { AWS_ENDPOINT_URL_DYNAMODB: "https://127.0.0.1:1", EVENT_BUS: "a-bus" };
    const { replies, loaded } = await startAll(functionNames, settings);
    // Operations that need no token refuse the event's path.
    const refusals = operations.map((operation) => ("roles" in operation ? 401 : 400));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([...refusals, undefined]);
    expect(replies.at(-1)).toEqual({ batchItemFailures: [] });
    expect(loaded).toContain("https");
    const heavy = /undici|http2|zlib|worker_threads|webstreams|child_process/;
    expect(loaded.filter((name: string) => heavy.test(name))).toEqual([]);
  });

  it("it asks the issuer for its keys, and makes no other request", async () => {
    await start("getUser");
    expect(asked.map(({ target }) => target)).toEqual(["/.well-known/openid-configuration", "/keys"]);
  });

  it.each<[OperationId, string, object]>([
    ["getUser", "GetItem", { target: "GetItem", body: { Key: { pk: { S: "WARM-UP" }, sk: { S: "WARM-UP" } } } }],
    ["getSchedule", "table", { target: "Query", body: { KeyConditionExpression: "pk = :nothing" } }],
    [
      "reserveAppointment",
      "byClient",
      { target: "Query", body: { IndexName: "byClient", KeyConditionExpression: "clientId = :nothing" } },
    ],
  ])("%s warms up by %s, and starts even if that is refused", async (operationId, WARM_UP, read) => {
    const { reply, log } = await start(operationId, { WARM_UP });
    expect(reply.statusCode).toBe(401);
    expect(asked.slice(2)).toMatchObject([read]);
    expect(log).toMatchObject([{ message: "warm-up failed" }, { message: "request" }]);
  });

  it("it starts even if DynamoDB cannot be reached", async () => {
    const settings = { WARM_UP: "GetItem", AWS_ENDPOINT_URL_DYNAMODB: "https://127.0.0.1:1" };
    const { reply } = await start("getUser", settings, await token());
    expect(reply.statusCode).toBe(503);
  });
});

describe("Given a bug", () => {
  it("its log line names the source file and line: here, of a request that DynamoDB calls invalid", async () => {
    const { reply, log } = await start("getUser", {}, await token());
    expect(reply.statusCode).toBe(500);
    const { stack } = log.find(({ message }: { message: string }) => message === "bug").error;
    expect(stack).toMatch(/ shared\/store\/dynamodb\.ts:\d+:\d+$/m);
    expect(stack).not.toContain("index.mjs");
  });
});
