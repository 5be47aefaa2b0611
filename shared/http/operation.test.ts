import { describe, expect, it } from "vitest";
import { signToken } from "../../build/development-issuer.ts";
import { proxyEvent, replyOf } from "../../test/event.ts";
import { logged } from "../../test/harness.ts";
import { confirmAppointment } from "../contract/confirmAppointment.gen.ts";
import { reserveAppointment } from "../contract/reserveAppointment.gen.ts";
import { operation } from "./operation.ts";
import { Problem } from "./problem.ts";
import { created } from "./success.ts";

const client = `Bearer ${await signToken("client", "grace")}`;
const provider = `Bearer ${await signToken("provider", "ada")}`;
const body = { providerId: "ada", startsAt: "2031-03-05T08:00:00Z" };

/** An operation whose handler only throws. */
const throwing = (error: unknown) =>
  operation(reserveAppointment, async () => {
    throw error;
  });
/** An operation whose reply cannot be written as JSON. */
const unserializable = operation(reserveAppointment, async () => created(1n as never));

const taken = throwing(new Problem("slot-taken", "Someone has booked this slot."));

/** Where a call ends, from the first step of the stack to the last. */
const ends = [
  ["without a token and with a faulty body, in authentication", taken, undefined, {}, 401, "unauthenticated"],
  ["with a role that may never call it and a faulty body, in authentication", taken, provider, {}, 403, "forbidden"],
  ["with a faulty body, in parsing", taken, client, {}, 400, "invalid-request"],
  ["with a Problem that the handler throws", taken, client, body, 409, "slot-taken"],
  ["with a bug in the handler", throwing(new Error("bug")), client, body, 500, "internal"],
  ["with a reply that cannot be written as JSON", unserializable, client, body, 500, "internal"],
] as const;

describe.each(ends)("Given a call that ends %s", (_, handler, authorization, sent, status, kind) => {
  const run = async () => replyOf(await handler(proxyEvent({ body: sent }, authorization)));

  it(`is answered ${status} ${kind}, with every header`, async () => {
    expect(await run()).toMatchObject({
      status,
      body: { type: `/problems/${kind}` },
      headers: {
        "Content-Type": "application/problem+json",
        "X-Request-Id": expect.stringMatching(/./),
        "Cache-Control": "no-store",
        "Access-Control-Allow-Origin": "*",
      },
    });
  });

  it("is measured, once", async () => {
    const measured = await logged("request", run);
    expect(measured).toMatchObject([
      { operation: "reserveAppointment", status, problem: kind, dynamodb: { requests: 0, capacityUnits: 0 } },
    ]);
  });
});

describe("Given two calls at once", () => {
  it("each handler gets its own request, caller and time", async () => {
    const told: unknown[] = [];
    const handler = operation(confirmAppointment, async ({ path, query, body, caller, now, versions }) => {
      told.push({ path, query, body, caller, now, versions });
      throw new Problem("not-found", "There is no such appointment.");
    });
    const admin = `Bearer ${await signToken("admin", "root")}`;
    const path = (appointmentId: string) => ({ path: { appointmentId } });
    await Promise.all([
      handler(proxyEvent({ ...path("one"), headers: { "if-match": '"1"' } }, client)),
      handler(proxyEvent(path("two"), admin)),
    ]);
    const common = { query: {}, body: undefined, now: expect.any(Number) };
    expect(told).toHaveLength(2);
    expect(told).toContainEqual({
      ...common,
      path: { appointmentId: "one" },
      caller: { userId: "grace", role: "client" },
      versions: { oneOf: [1] },
    });
    expect(told).toContainEqual({
      ...common,
      path: { appointmentId: "two" },
      caller: { userId: "root", role: "admin" },
      versions: {},
    });
  });
});
