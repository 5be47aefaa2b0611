import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer } from "./harness.ts";

// The functions read their settings when they are imported, so the proxy must be there first.
const dynamodb = await vi.hoisted(async () => {
  const { startFaultyDynamoDB } = await import("./faulty-dynamodb.ts");
  const faulty = await startFaultyDynamoDB(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
  Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: faulty.endpoint, DYNAMODB_TIMEOUT_MS: "250" });
  return faulty;
});

import { dynamodb as documents } from "../shared/store/client.ts";
import {
  call,
  cancel,
  client,
  confirm,
  contents,
  DAY,
  get,
  HOUR,
  iso,
  list,
  NOW,
  offering,
  reschedule,
  reserve,
  startsOf,
  submit,
} from "./harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;

beforeEach(async () => {
  dynamodb.always = undefined;
  dynamodb.next = [];
  // The SDK's quota of retries is the process's: each test has all of it.
  Object.assign(await documents.config.retryStrategy(), { capacity: 500 });
});
afterAll(() => dynamodb.close());

/** Runs `run` while every request to DynamoDB fails in this way. */
async function during<T>(fault: typeof dynamodb.always, run: () => Promise<T>): Promise<T> {
  dynamodb.always = fault;
  try {
    return await run();
  } finally {
    dynamodb.always = undefined;
  }
}

const expectUnavailable = ({ status, body, headers }: Answer) => {
  expect({ status, type: body.type }).toEqual({ status: 503, type: "/problems/unavailable" });
  expect(headers["Retry-After"]).toBe("1");
};

describe("Given a DynamoDB that fails once", () => {
  it.each(["throttle", "internal", "refuse", "silence", "lose", "duplicate"] as const)(
    "%s: reserving and confirming still succeed, and the slot has one owner",
    async (fault) => {
      const ada = await offering(OPENS, OPENS + HOUR);
      const grace = client();
      dynamodb.next = [undefined, undefined, fault];
      const reserved = await reserve(grace, ada, OPENS);
      expect(reserved.status).toBe(201);
      dynamodb.next = [fault];
      const confirmed = await confirm(grace, reserved.body.appointmentId);
      expect(confirmed).toMatchObject({ status: 200, body: { status: "confirmed" } });
      expect((await get(grace, reserved.body.appointmentId)).body).toEqual(confirmed.body);
      expect(await startsOf(ada, OPENS, OPENS + HOUR)).toHaveLength(3);
    },
  );

  it.each(["throttle", "internal", "refuse", "silence", "lose", "duplicate"] as const)(
    "%s: a profile is created, hours are offered and listed",
    async (fault) => {
      const before = (await contents()).length;
      dynamodb.next = [fault];
      const grace = client();
      const created = await call("createUser", { as: grace, body: { role: "client", name: "Grace" } });
      expect([200, 201]).toContain(created.status);
      const ada = await offering(OPENS, OPENS + HOUR);
      dynamodb.next = [undefined, fault];
      await submit(ada, OPENS, OPENS + 2 * HOUR);
      dynamodb.next = [fault];
      expect(await list({ providerId: ada.userId })).toHaveLength(8);
      expect(await contents()).toHaveLength(before + 3);
    },
  );

  it("part of a batch left undone is read again", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    dynamodb.next = ["unprocessed"];
    const reserved = await reserve(client(), ada, OPENS);
    expect(reserved).toMatchObject({ status: 201, calls: ["BatchGetItem", "Query", "BatchGetItem", "PutItem"] });
  });
});

describe("Given a write whose reply was lost", () => {
  it("a reservation is reported as the success it is: it found its own claim", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    const grace = client();
    dynamodb.next = [undefined, undefined, "lose"];
    const reserved = await reserve(grace, ada, OPENS);
    expect(reserved).toMatchObject({ status: 201, calls: ["BatchGetItem", "Query", "PutItem", "PutItem", "GetItem"] });
    expect((await get(grace, reserved.body.appointmentId)).body).toEqual(reserved.body);
  });

  it("a reservation lost for good is a 503, and repeating it returns the very appointment", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    const grace = client();
    dynamodb.next = [undefined, undefined, "lose", "lose", "lose"];
    expectUnavailable(await reserve(grace, ada, OPENS));
    const again = await reserve(grace, ada, OPENS);
    expect(again).toMatchObject({ status: 200, body: { clientId: grace.userId, status: "reserved" } });
  });

  it("a confirmation lost for good is a 503, and repeating it confirms", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    const grace = client();
    const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
    dynamodb.next = ["lose", "lose", "lose"];
    expectUnavailable(await confirm(grace, appointmentId));
    expect((await confirm(grace, appointmentId)).status).toBe(200);
  });
});

describe("Given a DynamoDB that keeps failing", () => {
  it.each(["throttle", "internal", "refuse", "silence"] as const)(
    "%s: every operation is a 503 that says when to repeat, after three attempts of each request, and wrote nothing",
    async (fault) => {
      const ada = await offering(OPENS, OPENS + HOUR);
      const grace = client();
      const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
      const before = await contents();
      const answers = await during(fault, () =>
        Promise.all([
          call("createUser", { as: client(), body: { role: "client", name: "G" } }),
          call("getUser", { as: grace, path: { userId: ada.userId } }),
          call("submitAvailability", {
            as: ada,
            path: { providerId: ada.userId },
            body: { startsAt: iso(OPENS), endsAt: iso(OPENS + 2 * HOUR) },
          }),
          call("listAvailableSlots", { as: grace, query: { providerId: ada.userId } }),
          call("listAvailableSlots", { as: grace }),
          reserve(client(), ada, OPENS + HOUR / 2),
          get(grace, appointmentId),
          confirm(grace, appointmentId),
          cancel(grace, appointmentId),
          reschedule(grace, appointmentId, OPENS + HOUR / 2),
          call("listClientAppointments", { as: grace, path: { clientId: grace.userId } }),
          call("listProviders", { as: grace }),
          call("updateUser", { as: grace, path: { userId: grace.userId }, body: { name: "G" } }),
          call("deleteUser", { as: grace, path: { userId: grace.userId } }),
        ]),
      );
      for (const answer of answers) expectUnavailable(answer);
      for (const { calls } of answers)
        for (const attempts of Map.groupBy(calls, (name) => name).values()) expect(attempts).toHaveLength(3);
      expect(await contents()).toEqual(before);
    },
  );

  it("a batch that is never done is a 503", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    dynamodb.next = ["unprocessed", "unprocessed", "unprocessed"];
    expectUnavailable(await reserve(client(), ada, OPENS));
    expect(await startsOf(ada, OPENS, OPENS + HOUR)).toHaveLength(4);
  });
});
