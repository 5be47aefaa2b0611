import { describe, expect, it } from "vitest";
import { encodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { type Person, person } from "./callers.ts";
import { judge } from "./checks.ts";
import type { Exchange } from "./exchange.ts";
import { emptyLedger, enter } from "./ledger.ts";
import { watchLog } from "./log.ts";
import type { Write } from "./recorder.ts";
import { difference, twinOf } from "./twin.ts";

const grace = await person("client", "grace");
const mallory = await person("client", "mallory");
const ada = await person("provider", "ada");

const place = { providerId: "ada", startsAt: 1_800_000_000, reservedAt: 1_799_000_000 };
const appointmentId = encodeAppointmentId(place, new Uint8Array(8).fill(1));
const claim = { pk: "PROVIDER#ada", sk: "2027-01-15T08:00Z", appointmentId, clientId: "grace" };
const ledger = emptyLedger();
enter(ledger, [{ action: "PutItem", item: claim }]);
const secrets = [{ text: "grace@private.example", owner: "grace" }];

const appointment = {
  ...{ appointmentId, providerId: "ada", clientId: "grace", status: "confirmed" },
  ...{ startsAt: "2027-01-15T08:00:00Z", endsAt: "2027-01-15T08:15:00Z", reservedAt: "2027-01-03T10:13:20Z" },
};
const problem = (kind: string, title: string, status: number) => ({
  type: `/problems/${kind}`,
  title,
  status,
  detail: "No.",
});
const notFound = problem("not-found", "Not found", 404);

interface Told {
  as?: Person | undefined;
  method?: string;
  target?: string;
  sent?: unknown;
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  writes?: Write[];
}

/** Its client reads the appointment, but for what is told otherwise. */
function exchange({ as = grace, method = "GET", target = `/appointments/${appointmentId}`, sent, ...told }: Told = {}) {
  const { status = 200, headers, body = appointment, writes = [] } = told;
  const type = status < 400 ? "application/json" : "application/problem+json";
  return {
    request: {
      ...{ method, target, headers: [["Authorization", as.authorization] as [string, string]], caller: as },
      ...(sent !== undefined && { body: Buffer.from(JSON.stringify(sent)) }),
    },
    outcome: {
      reply: {
        status,
        headers: { "content-type": type, "x-request-id": "1", ...headers },
        body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
      },
      more: 0,
    },
    writes,
  } satisfies Exchange;
}

const checksOf = (one: Exchange) => judge(one, { ledger, secrets }).map(({ check }) => check);
const put = (item: Record<string, unknown>): Write => ({ action: "PutItem", item });

describe("Nothing is wrong with", () => {
  it.each<[string, Told]>([
    ["an appointment, read by its client", {}],
    ["an appointment, read by its provider", { as: ada }],
    ["an appointment, refused to a stranger", { as: mallory, status: 404, body: notFound }],
    [
      "a write of what is its caller's",
      { method: "POST", target: `/appointments/${appointmentId}/confirm`, writes: [put(claim)] },
    ],
    ["a path that is none", { target: "/nothing", status: 404, body: notFound }],
  ])("%s", (_, told) => {
    expect(judge(exchange(told), { ledger, secrets })).toEqual([]);
  });
});

const page = { providers: [] };
const stranger = { as: mallory, target: "/providers" };
const forbidden = problem("forbidden", "Forbidden", 403);

describe("A planted fault is found:", () => {
  it.each<[check: string, fault: string, Told]>([
    ["isNoFailure", "a 500", { status: 500, body: { ...problem("internal", "Internal error", 500), requestId: "1" } }],
    [
      "isNoFailure",
      "a 503",
      { status: 503, headers: { "retry-after": "1" }, body: problem("unavailable", "Unavailable", 503) },
    ],
    ["isAsPromised", "a field that is not in the contract", { body: { ...appointment, secret: 1 } }],
    ["isAsPromised", "a status that is not in the contract", { status: 202 }],
    ["isAsPromised", "JSON that is none", { body: "{" }],
    ["isAsPromised", "a header that is missing", { headers: { "x-request-id": "" } }],
    ["isAsPromised", "a path that is none and answers", { target: "/nothing" }],
    [
      "isAsPromised",
      "a 405 that does not say what is allowed",
      { method: "PUT", status: 405, body: problem("method-not-allowed", "Method not allowed", 405) },
    ],
    ["isProblem", "a refusal that is no problem", { status: 404, body: {} }],
    ["isProblem", "a problem of another status", { status: 404, body: { ...notFound, status: 400 } }],
    [
      "knowsItsCaller",
      "a role that may not",
      { as: ada, method: "POST", target: `/appointments/${appointmentId}/confirm` },
    ],
    [
      "knowsItsCaller",
      "a good token that is refused",
      {
        status: 401,
        headers: { "www-authenticate": "Bearer" },
        body: problem("unauthenticated", "Unauthenticated", 401),
      },
    ],
    ["writesItsOwn", "a refusal that wrote", { method: "DELETE", status: 404, body: notFound, writes: [put(claim)] }],
    ["writesItsOwn", "a read that wrote", { writes: [put(claim)] }],
    [
      "writesItsOwn",
      "a write to someone else's slot",
      { as: mallory, method: "POST", target: "/users", writes: [put(claim)] },
    ],
    [
      "writesItsOwn",
      "a write to someone else's profile",
      { method: "POST", target: "/users", writes: [put({ pk: "USER#ada", sk: "PROFILE" })] },
    ],
    [
      "revealsNothing",
      "an appointment that is another's",
      { ...stranger, body: { ...page, nextCursor: appointmentId } },
    ],
    [
      "revealsNothing",
      "an email that is another's",
      { ...stranger, body: { ...page, nextCursor: "grace@private.example" } },
    ],
    [
      "revealsNothing",
      "an email in a cursor",
      { ...stranger, body: { ...page, nextCursor: Buffer.from("-> grace@private.example").toString("base64url") } },
    ],
    ["grantsNothing", "someone else's appointment", { as: mallory }],
    ["grantsNothing", "an id that was never given out", { target: `/appointments/${appointmentId}A` }],
    ["acceptsNothingElse", "a number out of its bounds", { target: "/providers?limit=501", body: page }],
    ["acceptsNothingElse", "a parameter given twice", { target: "/providers?limit=1&limit=2", body: page }],
    [
      "acceptsNothingElse",
      "a field that is not known",
      { method: "POST", target: "/users", sent: { role: "client", name: "Grace", constructor: 1 } },
    ],
    ["acceptsNothingElse", "a body that is missing", { method: "POST", target: "/users" }],
    ["goesOn", "a cursor that is too long", { target: "/providers", body: { ...page, nextCursor: "A".repeat(2001) } }],
    ["injectsNoHeader", "a header that is none of ours", { headers: { "x-injected": "1" } }],
    [
      "tellsNoInternals",
      "a stack",
      { status: 403, body: { ...forbidden, detail: "Error\n    at run (index.mjs:1:1)" } },
    ],
    ["tellsNoInternals", "a file of ours", { status: 403, body: { ...forbidden, detail: process.cwd() } }],
    [
      "fitsLambda",
      "a reply that Lambda cannot give",
      { body: { ...appointment, padding: "x".repeat(6 * 1024 * 1024) } },
    ],
  ])("%s, %s", (check, _, told) => {
    expect(checksOf(exchange(told))).toContain(check);
  });

  it.each<[string, Exchange["outcome"]]>([
    ["no reply", { none: "hang", why: "" }],
    ["a connection that is closed", { none: "closed", why: "" }],
    ["two replies", { ...exchange().outcome, more: 1 }],
  ])("isAnswered, %s", (_, outcome) => {
    expect(checksOf({ ...exchange(), outcome })).toContain("isAnswered");
  });

  it("knowsItsCaller, a bad token that is believed", () => {
    const { caller: _, ...request } = exchange().request;
    expect(checksOf({ ...exchange(), request })).toContain("knowsItsCaller");
  });

  it("tellsNoExistence, a stranger who is answered otherwise for what does not exist", () => {
    const refused = exchange({ as: mallory, status: 404, body: notFound });
    const twin = twinOf(refused, ledger, new Set());
    expect(twin?.target).not.toBe(refused.request.target);
    expect(twin?.target).toHaveLength(refused.request.target.length);
    expect(difference(refused, refused)).toBeUndefined();
    const other = exchange({ as: mallory, status: 404, body: { ...notFound, detail: "Yes." } });
    expect(difference(refused, other)).toContain("Yes.");
  });

  it.each([
    ["a token", '{"level":"INFO","token":"eyJhbGciOiJSUzI1NiJ9.e30"}'],
    ["a name", '{"level":"INFO","name":"Grace Brewster Hopper"}'],
    ["an error that was caught", '{"level":"ERROR","message":"bug"}'],
    ["an error that was not", "TypeError: undefined is not a function"],
  ])("logs, %s", (_, line) => {
    const log = watchLog();
    log.expect(exchange({ sent: { name: "Grace Brewster Hopper" } }).request);
    log.read('{"level":"INFO","message":"request","operation":"createUser"}');
    expect(log.take()).toEqual([]);
    log.read(line);
    expect(log.take()).not.toEqual([]);
  });
});
