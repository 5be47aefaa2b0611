import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer } from "./harness.ts";

// The functions read their settings when they are imported, so the proxy must be there first.
const dynamodb = await vi.hoisted(async () => {
  const { startFaultyDynamoDB } = await import("./faulty-dynamodb.ts");
  const faulty = await startFaultyDynamoDB(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
  Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: faulty.endpoint, DYNAMODB_TIMEOUT_MS: "1000" });
  return faulty;
});

import { dynamodb as documents } from "../shared/store/client.ts";
import {
  booked,
  call,
  cancel,
  client,
  confirm,
  contents,
  crash,
  DAY,
  expectRefusal,
  get,
  HOUR,
  iso,
  list,
  MINUTE,
  NOW,
  offering,
  once,
  reschedule,
  reserve,
  startsOf,
  submit,
} from "./harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;

beforeEach(async () => {
  dynamodb.always = undefined;
  dynamodb.next = [];
  dynamodb.left = 1;
  dynamodb.returnsItem = false;
  // The SDK's quota of retries is the process's: each test has all of it, and none waits between tries.
  const retryBackoffStrategy = { setDelayBase: () => {}, computeNextBackoffDelay: () => 0 };
  Object.assign(await documents.config.retryStrategy(), { capacity: 500, retryBackoffStrategy });
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

  it("the old slot is read after the new one and the same move done in between: both are told the same", async () => {
    const [grace, ada] = [client(), await offering(OPENS, OPENS + HOUR)];
    const { appointmentId } = await booked(grace, ada, OPENS);
    const move = (more = {}) => reschedule(grace, appointmentId, OPENS + 15 * MINUTE, more);
    const told: Answer[] = [];
    let batches = 0;
    const before = async (name: string) => {
      if (name === "BatchGetItem" && ++batches === 2) told.push(await move());
    };
    dynamodb.next = ["unprocessed"];
    const again = await move({ before });
    expect(told).toMatchObject([{ status: 200 }]);
    expect(again).toMatchObject({
      status: 200,
      body: told[0]?.body,
      calls: ["BatchGetItem", "BatchGetItem", "GetItem"],
    });
  });
});

describe("Given a new slot that was cancelled and taken anew by the same move, the old slot read after that", () => {
  it("both are told the same", async () => {
    const [grace, ada, to] = [client(), await offering(OPENS, OPENS + HOUR), OPENS + 15 * MINUTE];
    const { appointmentId } = await booked(grace, ada, OPENS);
    await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) });
    const [first] = (await call("getSchedule", { as: ada, path: { providerId: ada.userId } })).body.slots.slice(1);
    const told: Answer[] = [];
    let batches = 0;
    const before = async (name: string) => {
      if (name !== "BatchGetItem" || ++batches !== 2) return;
      await cancel(grace, first.appointmentId);
      told.push(await reschedule(grace, appointmentId, to));
    };
    dynamodb.next = ["unprocessed"];
    const torn = await reschedule(grace, appointmentId, to, { before });
    expect([torn, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: torn.body }]);
  });
});

describe("Given a hold that lapsed by one clock and is confirmed by one that is slower", () => {
  it("the same move by both, the new slot read after the old one: both are told the same", async () => {
    const [grace, ada] = [client(), await offering(OPENS, OPENS + HOUR)];
    const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
    const [ends, to] = [NOW + 30 * MINUTE, OPENS + 15 * MINUTE];
    const [read, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let batches = 0;
    const before = async (name: string) => {
      if (name !== "BatchGetItem" || ++batches !== 2) return;
      read.resolve();
      await taken.promise;
    };
    [dynamodb.next, dynamodb.left] = [["unprocessed"], 2];
    const fast = reschedule(grace, appointmentId, to, { at: ends, before });
    await read.promise;
    expect((await confirm(grace, appointmentId, ends - 1)).status).toBe(200);
    const meanwhile = once("UpdateItem", async () => {
      taken.resolve();
      await fast;
    });
    const slow = await reschedule(grace, appointmentId, to, { at: ends - 1, before: meanwhile });
    expect([slow, await fast]).toMatchObject([{ status: 200 }, { status: 200, body: slow.body }]);
    expect((await get(grace, slow.body.appointmentId)).body).toEqual(slow.body);
  });
});

describe("Given a write whose reply was lost, and a DynamoDB that does not return the item that failed a condition", () => {
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

  it("a cancellation is reported as the success it is, after a read", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    const grace = client();
    const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
    dynamodb.next = ["lose"];
    const cancelled = await cancel(grace, appointmentId);
    expect(cancelled).toMatchObject({ status: 204, calls: ["UpdateItem", "UpdateItem", "GetItem"] });
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

describe("Given servers whose clocks differ, and a DynamoDB that does not return the item that failed a condition", () => {
  it("a hold that the slow one confirms while the fast one looks why it may not is a 503, and a repeat is 200", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    const grace = client();
    const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
    const ends = NOW + 30 * MINUTE;
    const before = once("GetItem", () => confirm(grace, appointmentId, ends - 1));
    const path = { appointmentId };
    expectUnavailable(await call("confirmAppointment", { as: grace, path, at: ends, before }));
    expect(await confirm(grace, appointmentId, ends)).toMatchObject({ status: 200, body: { status: "confirmed" } });
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
      const answers = await during(fault, async () => {
        const all = await Promise.all([
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
        ]);
        // Of two reads side by side the first to fail answers, and the other may still have attempts to make.
        for (const { calls } of all)
          await vi.waitFor(() => {
            for (const attempts of Map.groupBy(calls, (name) => name).values()) expect(attempts).toHaveLength(3);
          }, 10_000);
        return all;
      });
      for (const answer of answers) expectUnavailable(answer);
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

describe("Given a DynamoDB that returns the item that failed a condition, as AWS does", () => {
  const setUp = async () => {
    dynamodb.returnsItem = true;
    const ada = await offering(OPENS, OPENS + HOUR);
    return { ada, grace: client() };
  };

  it("a reservation whose reply was lost finds its own claim without a read", async () => {
    const { ada, grace } = await setUp();
    dynamodb.next = [undefined, undefined, "lose"];
    const reserved = await reserve(grace, ada, OPENS);
    expect(reserved).toMatchObject({ status: 201, calls: ["BatchGetItem", "Query", "PutItem", "PutItem"] });
    expect((await get(grace, reserved.body.appointmentId)).body).toEqual(reserved.body);
  });

  it("a cancellation whose reply was lost finds its own without a read", async () => {
    const { ada, grace } = await setUp();
    const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
    dynamodb.next = ["lose"];
    expect(await cancel(grace, appointmentId)).toMatchObject({ status: 204, calls: ["UpdateItem", "UpdateItem"] });
  });

  it("who loses a race for a slot is told slot-held without a read", async () => {
    const { ada, grace } = await setUp();
    const lost = await call("reserveAppointment", {
      as: grace,
      body: { providerId: ada.userId, startsAt: iso(OPENS) },
      before: once("PutItem", () => reserve(client(), ada, OPENS)),
    });
    expect(lost).toMatchObject({
      status: 409,
      body: { type: "/problems/slot-held", retryAfter: 30 * MINUTE },
      calls: ["BatchGetItem", "Query", "PutItem"],
    });
  });

  it("who loses a race against itself gets the hold it has without a read", async () => {
    const { ada, grace } = await setUp();
    const again = await call("reserveAppointment", {
      as: grace,
      body: { providerId: ada.userId, startsAt: iso(OPENS) },
      before: once("PutItem", () => reserve(grace, ada, OPENS)),
    });
    expect(again).toMatchObject({ status: 200, calls: ["BatchGetItem", "Query", "PutItem"] });
  });

  it("confirming what is someone else's is not-found without a read, and writes nothing", async () => {
    const { ada, grace } = await setUp();
    const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
    const refused = await expectRefusal(() => confirm(client(), appointmentId), 404, "not-found");
    expect(refused.calls).toEqual(["UpdateItem"]);
  });

  it("confirming what was cancelled is 410 without a read, and writes nothing", async () => {
    const { ada, grace } = await setUp();
    const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
    expect((await cancel(grace, appointmentId)).status).toBe(204);
    const refused = await expectRefusal(() => confirm(grace, appointmentId), 410, "cancelled");
    expect(refused.calls).toEqual(["UpdateItem"]);
  });
});
