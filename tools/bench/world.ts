/** The servers that the measured functions call: an issuer, and a DynamoDB that repeats, over TLS, the embedded engine's replies. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { AUDIENCE, issuerEnvironment, sign, signToken } from "../../build/development-issuer.ts";
import { createTable, localEnvironment, startDynamoDB } from "../../local/dynamodb.ts";
import { listen } from "../../local/listen.ts";
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { DAY_SECONDS as DAY, SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { type EventParts, proxyEvent, replyOf } from "../../test/event.ts";

export const FOLDER = ".local/bench";
const TABLE = "bench";
const HOUR = 3600;

/** The operations that are measured. */
export const measured = ["reserveAppointment", "confirmAppointment", "listAvailableSlots", "getAppointment"] as const;
export type Measured = (typeof measured)[number];

/** An object with these keys. */
export const recordOf = <K extends string, V>(keys: readonly K[], of: (key: K) => V) =>
  // The type of fromEntries forgets the keys.
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, V>;

/** What DynamoDB answers to each action, by operation. */
type Replies = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface World {
  /** The settings that replace references to resources on AWS. */
  settings(operation: Measured): Record<string, string>;
  /** A file with the event of each operation. */
  eventFile(operation: Measured): string;
  close(): void;
}

/** Runs each operation once on the embedded engine, and then repeats what the engine answered. */
export async function makeWorld(): Promise<World> {
  mkdirSync(FOLDER, { recursive: true });
  const { replies, events } = await record();
  const { AUTH_JWKS } = await issuerEnvironment();
  const file = (name: string) => join(FOLDER, name);
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const subject = ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const files = ["-nodes", "-keyout", file("key.pem"), "-out", file("cert.pem")];
  execFileSync("openssl", ["req", "-x509", ...curve, ...subject, ...files], { stdio: "ignore" });
  const keyPair = { key: readFileSync(file("key.pem")), cert: readFileSync(file("cert.pem")) };
  const server = createServer(keyPair, async ({ url = "", headers }, response) => {
    const action = `${headers["x-amz-target"]}`.replace(/^.*\./, "");
    const documents: Record<string, unknown> = {
      "/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys` },
      "/keys": JSON.parse(AUTH_JWKS),
    };
    const [, operation = ""] = url.split("/");
    const found = documents[url] ? JSON.stringify(documents[url]) : replies.get(operation)?.get(action);
    // The read that warms a function up finds nothing.
    response.writeHead(200, { "Content-Type": "application/x-amz-json-1.0" }).end(found ?? "{}");
  });
  server.keepAliveTimeout = 0;
  const issuer = `https://localhost:${(await listen(server)).port}`;
  const now = Math.floor(Date.now() / 1000);
  const token = await sign({ iss: issuer, aud: AUDIENCE, sub: "grace", exp: now + 12 * HOUR });
  const eventFile = (operation: Measured) => file(`${operation}.json`);
  for (const operation of measured)
    writeFileSync(eventFile(operation), JSON.stringify(proxyEvent(events[operation], `Bearer ${token}`)));
  return {
    settings: (operation) => ({
      ...localEnvironment,
      TABLE_NAME: TABLE,
      AUTH_ISSUER: issuer,
      AUTH_AUDIENCE: AUDIENCE,
      AWS_ENDPOINT_URL_DYNAMODB: `${issuer}/${operation}`,
      NODE_EXTRA_CA_CERTS: resolve(file("cert.pem")),
    }),
    eventFile,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Records a booking: a provider offers a week of 28 slots a day, 20 of the first day's are taken, and a client books one. */
async function record() {
  const database = await startDynamoDB();
  await createTable(database.endpoint, TABLE);
  let recorded = new Map<string, string>();
  const recorder = createHttpServer(async (request, response) => {
    const target = `${request.headers["x-amz-target"]}`;
    const { status, ...reply } = await fetch(database.endpoint, {
      method: "POST",
      headers: { "x-amz-target": target },
      body: await text(request),
    }).then(async (answer) => ({ status: answer.status, body: await answer.text() }));
    recorded.set(target.replace(/^.*\./, ""), reply.body);
    response.writeHead(status).end(reply.body);
  });
  const { url } = await listen(recorder);
  Object.assign(process.env, localEnvironment, await issuerEnvironment(), {
    TABLE_NAME: TABLE,
    AWS_ENDPOINT_URL_DYNAMODB: url,
    POWERTOOLS_LOG_LEVEL: "SILENT",
  });
  // It reads the settings above when it is imported.
  const { handlers } = await import("../../build/handlers.gen.ts");
  const call = async (role: "provider" | "client", userId: string, operation: OperationId, parts: EventParts) => {
    recorded = new Map();
    const event = proxyEvent(parts, `Bearer ${await signToken(role, userId)}`);
    const reply = replyOf(await handlers[operation](event));
    if (reply.status >= 300) throw new Error(`${operation}: ${JSON.stringify(reply.body)}`);
    return { body: reply.body, parts, recorded };
  };

  const opens = Math.ceil(Date.now() / 1000 / DAY) * DAY + 2 * DAY + 8 * HOUR;
  const path = { providerId: "ada" };
  await call("provider", "ada", "createUser", { body: { role: "provider", name: "Ada" } });
  for (let day = opens; day < opens + 7 * DAY; day += DAY) {
    const body = { startsAt: formatInstant(day), endsAt: formatInstant(day + 7 * HOUR) };
    await call("provider", "ada", "submitAvailability", { path, body });
  }
  const slot = (n: number) => ({ providerId: "ada", startsAt: formatInstant(opens + n * SLOT_SECONDS) });
  for (let n = 0; n < 20; n++) await call("client", `client-${n}`, "reserveAppointment", { body: slot(n) });
  const query = { providerId: "ada", from: formatInstant(opens), to: formatInstant(opens + 7 * DAY) };
  const list = await call("client", "grace", "listAvailableSlots", { query });
  const reserve = await call("client", "grace", "reserveAppointment", { body: slot(20) });
  const one = { path: { appointmentId: reserve.body.appointmentId } };
  const get = await call("client", "grace", "getAppointment", one);
  const confirm = await call("client", "grace", "confirmAppointment", one);
  recorder.close();
  recorder.closeAllConnections();
  await database.stop();
  const all = {
    reserveAppointment: reserve,
    confirmAppointment: confirm,
    listAvailableSlots: list,
    getAppointment: get,
  };
  const replies: Replies = new Map(measured.map((operation) => [operation, all[operation].recorded]));
  return { replies, events: recordOf(measured, (operation) => all[operation].parts) };
}
