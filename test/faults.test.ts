import { afterAll, beforeEach, describe, expect, vi } from "vitest";
import type { Answer } from "./harness.ts";

// The functions read their settings when they are imported, so the proxy must be there first.
const dynamodb = await vi.hoisted(async () => {
  const { startFaultyDynamoDB } = await import("./faulty-dynamodb.ts");
  const faulty = await startFaultyDynamoDB(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
  vi.resetModules();
  Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: faulty.endpoint, DYNAMODB_TIMEOUT_MS: "1000" });
  return faulty;
});

import { dynamodb as documents } from "../shared/store/dynamodb.ts";
import { it as base, OPENS } from "./fixtures.ts";
import {
  booked,
  call,
  cancel,
  client,
  confirm,
  contents,
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
  writesNothing,
} from "./harness.ts";

const it = base.extend("hours", [OPENS, OPENS + HOUR]);
const TO = OPENS + 15 * MINUTE;

/** The SDK waits so many milliseconds for an answer. */
function waitAtMost(ms: number) {
  const { requestHandler } = documents.config as unknown as {
    requestHandler: { updateHttpClientConfig(key: "socketTimeout", value: number): void };
  };
  requestHandler.updateHttpClientConfig("socketTimeout", ms);
}

beforeEach(async () => {
  waitAtMost(1000);
  dynamodb.always = undefined;
  dynamodb.next = [];
  dynamodb.left = 1;
  // All tests of a process share the SDK's quota of retries: each gets a full one, and no retry waits.
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

/** Runs once, before the nth request of this name. */
function nth(n: number, command: string, run: () => unknown) {
  let count = 0;
  return async (name: string) => {
    if (name === command && ++count === n) await run();
  };
}

describe("Given a DynamoDB that fails once", () => {
  it.for(["throttle", "internal", "refuse", "silence", "lose", "duplicate"] as const)(
    "%s: reserving and confirming still succeed, and the slot has one owner",
    async (fault, { ada, grace }) => {
      if (fault === "silence") waitAtMost(200);
      dynamodb.next = [undefined, undefined, fault];
      const reserved = await reserve(grace, ada, OPENS);
      expect(reserved.status).toBe(201);
      dynamodb.next = [fault];
      const confirmed = await confirm(grace, reserved.body.appointmentId);
      expect(confirmed).toMatchObject({ status: 200, body: { status: "confirmed" } });
      expect((await get(grace, reserved.body.appointmentId)).body).toMatchObject(confirmed.body);
      expect(await startsOf(ada, OPENS, OPENS + HOUR)).toHaveLength(3);
    },
  );

  it.for(["throttle", "internal", "refuse", "silence", "lose", "duplicate"] as const)(
    "%s: a profile is created, hours are offered and listed",
    async (fault, { grace }) => {
      if (fault === "silence") waitAtMost(200);
      const before = (await contents()).length;
      dynamodb.next = [fault];
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

  it("keys that a batch leaves unprocessed are read again", async ({ ada }) => {
    dynamodb.next = ["unprocessed"];
    const reserved = await reserve(client(), ada, OPENS);
    expect(reserved).toMatchObject({ status: 201, requests: ["BatchGetItem", "Query", "BatchGetItem", "PutItem"] });
  });
});

describe("Given a move that reads its two slots one after the other, and an equal move in between", () => {
  it.for<[string, number]>([
    ["new", 1],
    ["old", 2],
  ])(
    "both get the same answer if the %s slot is read last",
    async ([, left], { grace, appointment: { appointmentId } }) => {
      const between: Answer[] = [];
      const atSecond = nth(2, "BatchGetItem", async () => between.push(await reschedule(grace, appointmentId, TO)));
      [dynamodb.next, dynamodb.left] = [["unprocessed"], left];
      const torn = await reschedule(grace, appointmentId, TO, { before: atSecond });
      expect([torn, ...between]).toMatchObject([{ status: 200 }, { status: 200, body: torn.body }]);
    },
  );

  it("both get the same answer if the hold has lapsed by one clock, and the call with the other clock confirms it", async ({
    grace,
    hold: { appointmentId },
  }) => {
    const ends = NOW + 30 * MINUTE;
    const between: Answer[] = [];
    const atSecond = nth(2, "BatchGetItem", async () => {
      expect((await confirm(grace, appointmentId, ends - 1)).status).toBe(200);
      between.push(await reschedule(grace, appointmentId, TO, { at: ends - 1 }));
    });
    dynamodb.next = ["unprocessed"];
    const fast = await reschedule(grace, appointmentId, TO, { at: ends, before: atSecond });
    expect([fast, ...between]).toMatchObject([{ status: 200 }, { status: 200, body: fast.body }]);
  });
});

describe("Given a write whose reply was lost", () => {
  it("a reservation finds its own claim, without a read", async ({ ada, grace }) => {
    dynamodb.next = [undefined, undefined, "lose"];
    const reserved = await reserve(grace, ada, OPENS);
    expect(reserved).toMatchObject({ status: 201, requests: ["BatchGetItem", "Query", "PutItem", "PutItem"] });
    expect((await get(grace, reserved.body.appointmentId)).body).toMatchObject(reserved.body);
  });

  it("a reservation over a cancelled appointment finds its own claim, and keeps one record", async ({ ada }) => {
    const [grace, alan] = [client(), client()];
    const before = await booked(alan, ada, OPENS);
    await cancel(alan, before.appointmentId);
    dynamodb.next = [undefined, undefined, "lose"];
    const reserved = await reserve(grace, ada, OPENS);
    const requests = ["BatchGetItem", "Query", "TransactWriteItems", "TransactWriteItems"];
    expect(reserved).toMatchObject({ status: 201, requests });
    expect((await get(grace, reserved.body.appointmentId)).body).toMatchObject(reserved.body);
    expect((await get(alan, before.appointmentId)).body.status).toBe("cancelled");
  });

  it("a reservation that loses every reply is a 503, and repeating it returns the hold that it made", async ({
    ada,
    grace,
  }) => {
    dynamodb.next = [undefined, undefined, "lose", "lose", "lose"];
    expectUnavailable(await reserve(grace, ada, OPENS));
    const again = await reserve(grace, ada, OPENS);
    expect(again).toMatchObject({ status: 200, body: { clientId: grace.userId, status: "reserved" } });
  });

  it("a cancellation finds its own change, without a read", async ({ grace, hold: { appointmentId } }) => {
    dynamodb.next = ["lose"];
    expect(await cancel(grace, appointmentId)).toMatchObject({ status: 204, requests: ["UpdateItem", "UpdateItem"] });
  });

  it("a confirmation that loses every reply is a 503, and repeating it succeeds", async ({
    grace,
    hold: { appointmentId },
  }) => {
    dynamodb.next = ["lose", "lose", "lose"];
    expectUnavailable(await confirm(grace, appointmentId));
    expect((await confirm(grace, appointmentId)).status).toBe(200);
  });

  it.for<[string, "lose"[]]>([
    ["once finds the appointment it made, without a read", ["lose"]],
    ["twice finds the appointment it made, without a read", ["lose", "lose"]],
  ])("a move that loses its reply %s", async ([, faults], { grace, appointment: { appointmentId } }) => {
    dynamodb.next = [undefined, ...faults];
    const moved = await reschedule(grace, appointmentId, TO);
    const writes = ["TransactWriteItems", ...faults.map(() => "TransactWriteItems")];
    expect(moved).toMatchObject({ status: 200, requests: ["BatchGetItem", ...writes] });
    expect((await get(grace, appointmentId)).body.rescheduledTo).toBe(moved.body.appointmentId);
  });

  it("a move that loses every reply is a 503, and repeating it returns the appointment that it made", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    dynamodb.next = [undefined, "lose", "lose", "lose"];
    expectUnavailable(await reschedule(grace, appointmentId, TO));
    const again = await writesNothing(() => reschedule(grace, appointmentId, TO));
    const { rescheduledTo } = (await get(grace, appointmentId)).body;
    expect(again).toMatchObject({ status: 200, body: { appointmentId: rescheduledTo } });
  });
});

describe("Given a write that is refused", () => {
  it("a client who loses a race for a slot is told slot-held, without a read", async ({ ada }) => {
    const lost = await call("reserveAppointment", {
      as: client(),
      body: { providerId: ada.userId, startsAt: iso(OPENS) },
      before: once("PutItem", () => reserve(client(), ada, OPENS)),
    });
    expect(lost).toMatchObject({
      status: 409,
      body: { type: "/problems/slot-held", retryAfter: 30 * MINUTE },
      requests: ["BatchGetItem", "Query", "PutItem"],
    });
  });

  it("a client who loses a race against itself gets its hold, without a read", async ({ ada, grace }) => {
    const again = await call("reserveAppointment", {
      as: grace,
      body: { providerId: ada.userId, startsAt: iso(OPENS) },
      before: once("PutItem", () => reserve(grace, ada, OPENS)),
    });
    expect(again).toMatchObject({ status: 200, requests: ["BatchGetItem", "Query", "PutItem"] });
  });

  it("a client who confirms someone else's hold is told not-found, without a read", async ({ ada }) => {
    const { appointmentId } = (await reserve(client(), ada, OPENS)).body;
    const refused = await expectRefusal(() => confirm(client(), appointmentId), 404, "not-found");
    expect(refused.requests).toEqual(["UpdateItem"]);
  });

  it("a client who confirms a cancelled hold is told so, without a read", async ({
    grace,
    hold: { appointmentId },
  }) => {
    expect((await cancel(grace, appointmentId)).status).toBe(204);
    const refused = await expectRefusal(() => confirm(grace, appointmentId), 410, "cancelled");
    expect(refused.requests).toEqual(["UpdateItem"]);
  });
});

describe("Given a DynamoDB that keeps failing", () => {
  it.for(["throttle", "internal", "refuse", "silence"] as const)(
    "%s: every operation is a 503 that says when to repeat, after three attempts of each request, and writes nothing",
    async (fault, { ada, grace }) => {
      const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
      const before = await contents();
      if (fault === "silence") waitAtMost(200);
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
          call("listClientAppointments", {
            as: grace,
            path: { clientId: grace.userId },
            query: { status: "cancelled" },
          }),
          call("listProviders", { as: grace }),
          call("updateUser", { as: grace, path: { userId: grace.userId }, body: { name: "G" } }),
          call("deleteUser", { as: grace, path: { userId: grace.userId } }),
        ]);
        // The first of two parallel reads to fail decides the answer, while the other may still have attempts to make.
        for (const { requests } of all)
          await vi.waitFor(() => {
            for (const attempts of Map.groupBy(requests, (name) => name).values()) expect(attempts).toHaveLength(3);
          }, 10_000);
        return all;
      });
      for (const answer of answers) expectUnavailable(answer);
      expect(await contents()).toEqual(before);
    },
  );

  it("a batch that always leaves a key unprocessed is a 503", async ({ ada }) => {
    dynamodb.next = ["unprocessed", "unprocessed", "unprocessed"];
    expectUnavailable(await reserve(client(), ada, OPENS));
    expect(await startsOf(ada, OPENS, OPENS + HOUR)).toHaveLength(4);
  });
});
