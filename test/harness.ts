/** The real handlers on the real embedded DynamoDB, each call with its own clock. */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { expect, vi } from "vitest";
import { signToken } from "../build/development-issuer.ts";
import { handlers } from "../build/handlers.gen.ts";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import type { Cost } from "../shared/telemetry/cost.ts";
import { logger } from "../shared/telemetry/logger.ts";
import { contractFault, type Reply } from "./contract.ts";
import { type EventParts, proxyEvent, replyOf } from "./event.ts";
import { isStaleRead } from "./stale-read.ts";

/** The time of each call that sets no other: a Monday, 10:07:30 UTC. */
export const NOW = Date.parse("2031-03-03T10:07:30Z") / 1000;

export const MINUTE = 60;
export const QUARTER = 15 * MINUTE;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Each call's clock, its requests to DynamoDB and their round trips, kept apart even if calls run at the same time. */
interface Running {
  before: Call["before"];
  after: Call["after"];
  at: number;
  requests: string[];
  staleReads: string[];
  /** Requests in flight together count as one. */
  roundTrips: number;
  inFlight: number;
}
const running = new AsyncLocalStorage<Running>();
/** Runs before a write is sent. */
const beforeWrites = new AsyncLocalStorage<() => Promise<unknown>>();
// biome-ignore lint/complexity/useDateNow: Date.now is what this replaces
Date.now = () => (running.getStore()?.at ?? new Date().getTime() / 1000) * 1000;
dynamodb.middlewareStack.add(
  (next, { commandName = "" }) =>
    async (args) => {
      const name = commandName.replace(/Command$/, "");
      if (!/Get|Query|Scan/.test(name)) await running.exit(() => beforeWrites.getStore()?.());
      const one = running.getStore();
      if (!one) return next(args);
      one.requests.push(name);
      if (isStaleRead(name, args.input)) one.staleReads.push(name);
      if (one.inFlight++ === 0) one.roundTrips++;
      try {
        await one.before?.(name);
        const result = await next(args);
        await one.after?.(name);
        return result;
      } finally {
        one.inFlight--;
      }
    },
  { step: "finalizeRequest", priority: "low", name: "record" },
);

/** Returns the next slot at each call, from `first` on, so that each test has slots of its own. */
export function slotsFrom(first: number) {
  let next = first - 15 * MINUTE;
  return () => {
    next += 15 * MINUTE;
    return next;
  };
}

export interface Who {
  role: "admin" | "provider" | "client";
  userId: string;
}
export const admin: Who = { role: "admin", userId: "an-admin" };
export const client = (userId = `client-${randomUUID().slice(0, 8)}`): Who => ({ role: "client", userId });
export const provider = (userId = `provider-${randomUUID().slice(0, 8)}`): Who => ({ role: "provider", userId });

const tokens = new Map<string, Promise<string>>();
/** A caller's token. Making one takes longer than most calls do. */
function tokenOf({ role, userId }: Who, at: number) {
  const key = `${role} ${userId} ${at}`;
  const token = tokens.get(key) ?? signToken(role, userId, at);
  tokens.set(key, token);
  return token;
}

export interface Call extends EventParts {
  as?: Who;
  /** The clock of the server that gets the call, in epoch seconds. */
  at?: number;
  /** Runs before a request to DynamoDB is sent: what it does happens in between, and a throw is a crash. */
  before?: (command: string) => unknown;
  /** Runs when DynamoDB has acted, before its reply arrives: `loseReply` loses that reply. */
  after?: (command: string) => unknown;
  /** In place of the token that `as` gets. */
  authorization?: string | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
export type Answer = Reply & { body: any; requests: string[]; roundTrips: number };

/** Calls an operation's handler as API Gateway would. Checks every reply against the contract, and that no read may be stale. */
export async function call(operationId: OperationId, request: Call = {}): Promise<Answer> {
  const { as = admin, at = NOW } = request;
  const authorization = "authorization" in request ? request.authorization : `Bearer ${await tokenOf(as, at)}`;
  const url = operations.find((one) => one.operationId === operationId)?.path;
  const event = proxyEvent({ url, ...request }, authorization);
  const { before, after } = request;
  const measured: Running = { at, before, after, requests: [], staleReads: [], roundTrips: 0, inFlight: 0 };
  const result = await running.run(measured, () => handlers[operationId](event));
  const reply = replyOf(result);
  expect(contractFault(operationId, reply)).toBeUndefined();
  expect(measured.staleReads).toEqual([]);
  return { ...reply, requests: measured.requests, roundTrips: measured.roundTrips };
}

export const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** A provider with a profile. */
export async function newProvider(profile: { timeZone?: string } = {}, at = NOW): Promise<Who> {
  const who = provider();
  const created = await call("createUser", { as: who, body: { role: "provider", name: "Ada", ...profile }, at });
  expect(created.status).toBe(201);
  return who;
}

/** Gives a client a profile. */
export async function newClient(who: Who, email?: string) {
  const body = { role: "client", name: "Grace", ...(email && { email }) };
  expect((await call("createUser", { as: who, body })).status).toBe(201);
}

/** A provider with a profile that offers `[from, to)`. */
export async function offering(from: number, to: number, at = NOW): Promise<Who> {
  const who = await newProvider({}, at);
  await submit(who, from, to, at);
  return who;
}

export async function submit(who: Who, from: number, to: number, at = NOW) {
  const submitted = await call("submitAvailability", {
    as: who,
    path: { providerId: who.userId },
    body: { startsAt: iso(from), endsAt: iso(to) },
    at,
  });
  expect(submitted.status).toBe(201);
  return submitted.body;
}

export const reserve = (as: Who, of: Who, startsAt: number, at = NOW) =>
  call("reserveAppointment", { as, body: { providerId: of.userId, startsAt: iso(startsAt) }, at });

export const confirm = (as: Who, appointmentId: string, at = NOW) =>
  call("confirmAppointment", { as, path: { appointmentId }, at });

export const get = (as: Who, appointmentId: string, at = NOW) =>
  call("getAppointment", { as, path: { appointmentId }, at });

export const cancel = (as: Who, appointmentId: string, at = NOW) =>
  call("cancelAppointment", { as, path: { appointmentId }, at });

export const reschedule = (as: Who, appointmentId: string, startsAt: number, more: Call = {}) =>
  call("rescheduleAppointment", { as, path: { appointmentId }, body: { startsAt: iso(startsAt) }, ...more });

/** Runs once, before or after the first request of this name. */
export function once(command: string, run: () => unknown) {
  let done = false;
  return async (name: string) => {
    if (done || name !== command) return;
    done = true;
    await run();
  };
}

export const crash = () => {
  throw new Error("crash");
};

/** The connection breaks: the SDK tries again. */
export const loseReply = () => {
  throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
};

/** A slot reserved and confirmed by a client: the appointment. */
export async function booked(as: Who, of: Who, startsAt: number, at = NOW) {
  const reserved = await reserve(as, of, startsAt, at);
  const confirmed = await confirm(as, reserved.body.appointmentId, at);
  expect(confirmed.status).toBe(200);
  return confirmed.body;
}

/** The ids of a client's confirmed appointments. */
export async function owned(of: Who): Promise<string[]> {
  const query = { status: "confirmed" };
  const { body } = await call("listClientAppointments", { as: of, path: { clientId: of.userId }, query });
  return body.appointments.map(({ appointmentId }: { appointmentId: string }) => appointmentId);
}

/** The slots on all pages of a list. */
export async function list(
  query: Record<string, string | number>,
  at = NOW,
): Promise<{ providerId: string; startsAt: string }[]> {
  const slots = [];
  let cursor: string | undefined;
  do {
    const page = await call("listAvailableSlots", { as: client(), query: { ...query, ...(cursor && { cursor }) }, at });
    expect(page.status).toBe(200);
    slots.push(...page.body.slots);
    cursor = page.body.nextCursor;
  } while (cursor);
  return slots;
}

export const startsOf = async (of: Who, from: number, to: number, at = NOW) =>
  (await list({ providerId: of.userId, from: iso(from), to: iso(to) }, at)).map(({ startsAt }) => startsAt);

/** Everything the table holds, items and their attributes in a fixed order. */
export async function contents() {
  const items = [];
  const pages = paginateScan({ client: dynamodb }, { TableName: process.env.TABLE_NAME ?? "", ConsistentRead: true });
  for await (const page of pages) items.push(...(page.Items ?? []));
  const text = (item: object) =>
    JSON.stringify(Object.fromEntries(Object.entries(item).sort()), (_, part) =>
      part instanceof Set ? [...part].sort() : part,
    );
  return items.map(text).sort();
}

/** The lines that `run` logs with this message. */
export async function logged(message: string, run: () => unknown) {
  const info = vi.spyOn(logger, "info");
  await run();
  const lines = info.mock.calls.filter(([logged]) => logged === message).map(([, line]) => line);
  info.mockRestore();
  return lines;
}

/** What each call that `run` makes asks of DynamoDB: requests and units. */
export async function costs(run: () => Promise<unknown>): Promise<Cost[]> {
  const lines = await logged("request", run);
  return lines.map((line) => (line as unknown as { dynamodb: Cost }).dynamodb);
}

/** Likewise, for the first call only. */
export async function cost(run: () => Promise<unknown>): Promise<Cost> {
  const [first] = await costs(run);
  if (!first) throw new Error("There was no call.");
  return first;
}

/** Runs `run` and proves that it wrote nothing: it sent no write, or its writes left the table as it was. */
export async function writesNothing<T>(run: () => Promise<T>): Promise<T> {
  let before: Promise<string[]> | undefined;
  const look = () => {
    before ??= contents();
    return before;
  };
  const result = await beforeWrites.run(look, run);
  if (before) expect(await contents()).toEqual(await before);
  return result;
}

/** Expects a refusal with this problem, and that it wrote nothing. */
export async function expectRefusal(run: () => Promise<Answer>, status: number, kind: string) {
  const refused = await writesNothing(run);
  expect({ status: refused.status, type: refused.body.type }).toEqual({ status, type: `/problems/${kind}` });
  return refused;
}
