/** What a function does before its first call: a process of its own runs the bundle. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundleAll } from "../build/bundle.ts";
import { AUDIENCE, issuerEnvironment, sign } from "../build/development-issuer.ts";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { proxyEvent } from "./event.ts";
import { runScript } from "./script.ts";

/** An issuer and a DynamoDB that refuses everything, and what they were asked. */
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
  await bundleAll();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => void asked.splice(0));

/** Starts the function of an operation and calls it once. */
async function start(operationId: OperationId, settings: Record<string, string> = {}, authorization?: string) {
  const event = proxyEvent({ path: { userId: "ada" } }, authorization);
  const { said } = await runScript("test/cold-function.ts", [operationId, JSON.stringify(event)], "", ".", {
    TABLE_NAME: "a-table",
    AUTH_ISSUER: url,
    AUTH_AUDIENCE: AUDIENCE,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_ENDPOINT_URL_DYNAMODB: url,
    ...settings,
  });
  const lines = said.split("\n").map((line) => JSON.parse(line));
  return Object.assign({ log: lines.slice(0, -2) }, ...lines.slice(-2));
}

const token = async () => `Bearer ${await sign({ iss: url, aud: AUDIENCE, sub: "ada", exp: Date.now() / 1000 + 60 })}`;

describe("Given a function that starts", () => {
  it("it loads no fetch, no HTTP/2, no compression and no worker threads", async () => {
    const { reply, loaded } = await start("reserveAppointment", { AWS_ENDPOINT_URL_DYNAMODB: "https://127.0.0.1:1" });
    expect(reply.statusCode).toBe(401);
    expect(loaded).toContain("https");
    const heavy = /undici|http2|zlib|worker_threads|webstreams|child_process/;
    expect(loaded.filter((name: string) => heavy.test(name))).toEqual([]);
  });

  it("it asks the issuer for its keys, and nobody for anything else", async () => {
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
  ])("%s warms up by %s, and starts even where that is refused", async (operationId, WARM_UP, read) => {
    const { reply, log } = await start(operationId, { WARM_UP });
    expect(reply.statusCode).toBe(401);
    expect(asked.slice(2)).toMatchObject([read]);
    expect(log).toMatchObject([{ message: "warm-up failed" }, { message: "request" }]);
  });

  it("it starts where DynamoDB cannot be reached", async () => {
    const settings = { WARM_UP: "GetItem", AWS_ENDPOINT_URL_DYNAMODB: "https://127.0.0.1:1" };
    const { reply } = await start("getUser", settings, await token());
    expect(reply.statusCode).toBe(503);
  });
});

describe("Given a bug", () => {
  it("its line in the log names the source file and line, here of the request that DynamoDB calls invalid", async () => {
    const { reply, log } = await start("getUser", {}, await token());
    expect(reply.statusCode).toBe(500);
    const { stack } = log.find(({ message }: { message: string }) => message === "bug").error;
    expect(stack).toMatch(/ shared\/store\/dynamodb\.ts:\d+:\d+$/m);
    expect(stack).not.toContain("index.mjs");
  });
});
