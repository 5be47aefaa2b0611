import { describe, expect } from "vitest";
import { CLOSES, it, OPENS } from "../test/fixtures.ts";
import {
  admin,
  booked,
  call,
  cancel,
  client,
  confirm,
  DAY,
  expectRefusal,
  get,
  HOUR,
  iso,
  logged,
  loseReply,
  MINUTE,
  NOW,
  offering,
  once,
  provider,
  reserve,
  startsOf,
  submit,
  type Who,
  writesNothing,
} from "../test/harness.ts";

const HOLD = 30 * MINUTE;

const body = (providerId: string, startsAt: string, clientId?: string) => ({ providerId, startsAt, clientId });

describe("Given an offered slot", () => {
  it("is held for 30 minutes by the client who reserves it, with three requests to DynamoDB in two round trips", async ({
    ada,
    grace,
  }) => {
    const reserved = await reserve(grace, ada, OPENS);
    expect(reserved).toMatchObject({
      status: 201,
      requests: ["BatchGetItem", "Query", "PutItem"],
      roundTrips: 2,
      body: {
        providerId: ada.userId,
        clientId: grace.userId,
        startsAt: iso(OPENS),
        endsAt: iso(OPENS + 15 * MINUTE),
        status: "reserved",
        reservedAt: iso(NOW),
        expiresAt: iso(NOW + HOLD),
      },
    });
    expect(reserved.headers.Location).toBe(`appointments/${reserved.body.appointmentId}`);
    expect((await get(grace, reserved.body.appointmentId)).body).toMatchObject(reserved.body);
    expect(await startsOf(ada, OPENS, CLOSES)).not.toContain(iso(OPENS));
  });

  it("is the same slot whatever offset its start is written with", async ({ ada }) => {
    const as = client();
    for (const [offset, status] of [
      ["+02:00", 201],
      ["+0200", 200],
    ] as const) {
      const startsAt = iso(OPENS + 2 * HOUR).replace("Z", offset);
      const reserved = await call("reserveAppointment", { as, body: body(ada.userId, startsAt) });
      expect(reserved).toMatchObject({ status, body: { startsAt: iso(OPENS) } });
    }
  });

  it("is reserved by an admin for the client it names", async ({ ada }) => {
    const reserved = await call("reserveAppointment", { as: admin, body: body(ada.userId, iso(OPENS), "grace") });
    expect(reserved).toMatchObject({ status: 201, body: { clientId: "grace" } });
  });
});

describe("Given a hold", () => {
  it("is returned unchanged, and not extended, when its client reserves again, without a write", async ({
    ada,
    grace,
  }) => {
    const first = await reserve(grace, ada, OPENS);
    const again = await writesNothing(() => reserve(grace, ada, OPENS, NOW + HOLD - 1));
    expect(again).toMatchObject({ status: 200, body: first.body, requests: ["BatchGetItem", "Query"] });
  });

  it("is slot-held for others, with the seconds until it is over, after two reads in parallel", async ({ ada }) => {
    await reserve(client(), ada, OPENS);
    const refused = await expectRefusal(() => reserve(client(), ada, OPENS, NOW + 100), 409, "slot-held");
    expect(refused.body.retryAfter).toBe(HOLD - 100);
    expect(refused.body.detail).toContain(` ${HOLD - 100} seconds`);
    expect(refused.headers["Retry-After"]).toBe(`${HOLD - 100}`);
    expect(refused.requests).toEqual(["BatchGetItem", "Query"]);
  });
});

describe("Given a reservation whose reply was lost, and which was cancelled before it was tried again", () => {
  it("is a 503, and a repeat makes a new hold", async ({ ada, grace }) => {
    let lost = "";
    const tried = await call("reserveAppointment", {
      as: grace,
      body: body(ada.userId, iso(OPENS)),
      after: once("PutItem", async () => {
        const schedule = await call("getSchedule", { as: ada, path: { providerId: ada.userId } });
        lost = schedule.body.slots[0].appointmentId;
        expect((await cancel(ada, lost)).status).toBe(204);
        loseReply();
      }),
    });
    expect({ status: tried.status, type: tried.body.type }).toEqual({ status: 503, type: "/problems/unavailable" });
    expect((await get(grace, lost)).body.status).toBe("cancelled");
    const again = await reserve(grace, ada, OPENS);
    expect(again).toMatchObject({ status: 201, body: { status: "reserved" } });
    expect(again.body.appointmentId).not.toBe(lost);
  });
});

describe("Given a reservation whose reply was lost, and which was confirmed before it was tried again", () => {
  it("is a 201 with the appointment as it is now", async ({ ada, grace }) => {
    const reserved = await call("reserveAppointment", {
      as: grace,
      body: body(ada.userId, iso(OPENS)),
      after: once("PutItem", async () => {
        const own = { as: grace, path: { clientId: grace.userId } };
        const [{ appointmentId }] = (await call("listClientAppointments", own)).body.appointments;
        expect((await confirm(grace, appointmentId)).status).toBe(200);
        loseReply();
      }),
    });
    expect(reserved).toMatchObject({ status: 201, body: { status: "confirmed" } });
    expect((await get(grace, reserved.body.appointmentId)).body).toMatchObject(reserved.body);
  });
});

describe("Given a confirmed appointment", () => {
  it("is returned to its client who reserves the slot again, even when it is too late to reserve", async ({
    ada,
    grace,
    hold: { appointmentId },
  }) => {
    const confirmed = await confirm(grace, appointmentId);
    const again = await writesNothing(() => reserve(grace, ada, OPENS, OPENS - MINUTE));
    expect(again).toMatchObject({ status: 200, body: confirmed.body });
  });

  it("is slot-taken for others", async ({ ada, grace, hold: { appointmentId } }) => {
    await confirm(grace, appointmentId);
    await expectRefusal(() => reserve(client(), ada, OPENS), 409, "slot-taken");
  });
});

describe("Given a client with many past appointments", () => {
  it("a reservation costs the same as for a client without any", async ({ ada, grace }) => {
    const next = OPENS + 7 * DAY;
    await submit(ada, next, next + HOUR);
    for (let startsAt = OPENS; startsAt < CLOSES; startsAt += 15 * MINUTE) await booked(grace, ada, startsAt);
    const cost = (who: Who, startsAt: number) =>
      logged("request", async () => expect((await reserve(who, ada, startsAt, CLOSES)).status).toBe(201));
    const [[mine], [theirs]] = [await cost(grace, next), await cost(client(), next + 15 * MINUTE)];
    expect(mine).toMatchObject({ dynamodb: (theirs as unknown as { dynamodb: object }).dynamodb });
  });
});

describe("Given a slot that is withdrawn while it is reserved", () => {
  const withdraw = (ada: Who) =>
    call("withdrawAvailability", {
      as: ada,
      path: { providerId: ada.userId },
      query: { from: iso(OPENS), to: iso(CLOSES) },
    });
  const racing = (ada: Who, meanwhile: () => Promise<unknown>) =>
    call("reserveAppointment", {
      as: client(),
      body: body(ada.userId, iso(OPENS)),
      before: once("PutItem", meanwhile),
    });

  it("the reservation is slot-not-offered", async ({ ada }) => {
    const refused = await racing(ada, () => withdraw(ada));
    expect(refused).toMatchObject({ status: 404, body: { type: "/problems/slot-not-offered" } });
  });

  it("the reservation is a 503 if the slot is offered again at once, and a repeat reserves it", async ({ ada }) => {
    const refused = await racing(ada, async () => {
      await withdraw(ada);
      await submit(ada, OPENS, CLOSES);
    });
    expect(refused).toMatchObject({ status: 503, body: { type: "/problems/unavailable" } });
    expect((await reserve(client(), ada, OPENS)).status).toBe(201);
  });
});

describe("Given a slot exactly 24 hours ahead", () => {
  it("is reserved", async ({ ada }) => {
    expect((await reserve(client(), ada, OPENS, OPENS - DAY)).status).toBe(201);
  });

  it("is refused one second later, with the earliest start that can be reserved", async ({ ada }) => {
    const refused = await expectRefusal(() => reserve(client(), ada, OPENS, OPENS - DAY + 1), 422, "too-soon");
    expect(refused.body.earliestStart).toBe(iso(OPENS + 15 * MINUTE));
    expect((await reserve(client(), ada, OPENS + 15 * MINUTE, OPENS - DAY + 1)).status).toBe(201);
  });
});

describe("Given a slot the provider does not offer", () => {
  it.for<[string, number]>([
    ["the quarter before its hours", OPENS - 15 * MINUTE],
    ["the quarter after its hours", CLOSES],
    ["another day", OPENS + DAY],
    ["another year", OPENS + 365 * DAY],
  ])("%s is slot-not-offered", async ([, startsAt], { ada }) => {
    await expectRefusal(() => reserve(client(), ada, startsAt), 404, "slot-not-offered");
  });

  it("another provider's slot is slot-not-offered", async () => {
    const bob = await offering(OPENS + DAY, CLOSES + DAY);
    await expectRefusal(() => reserve(client(), bob, OPENS), 404, "slot-not-offered");
  });

  it("a slot of an unknown provider is slot-not-offered", async () => {
    await expectRefusal(() => reserve(client(), provider(), OPENS), 404, "slot-not-offered");
  });

  it("a slot long past is too soon, whether or not its day has been swept", async ({ ada }) => {
    await expectRefusal(() => reserve(client(), ada, OPENS, OPENS + 30 * DAY), 422, "too-soon");
    await expectRefusal(() => reserve(client(), ada, Date.parse("1950-01-01") / 1000), 422, "too-soon");
  });
});

describe("Given an invalid request", () => {
  it.for<[string, string]>([
    ["one second", ":00:01Z"],
    ["a fraction of a second, however small", ":00:00.0000001Z"],
    ["ten minutes", ":10:00Z"],
  ])("a start off the grid by %s is invalid-request", async ([, rest], { ada }) => {
    const startsAt = iso(OPENS).slice(0, 13) + rest;
    const refused = await expectRefusal(
      () => call("reserveAppointment", { as: client(), body: body(ada.userId, startsAt) }),
      400,
      "invalid-request",
    );
    expect(refused.body.errors).toEqual([{ path: "body.startsAt", message: "must be on the 15-minute grid" }]);
  });

  it("the reply names every fault at once, each with its path", async () => {
    const refused = await expectRefusal(
      () => call("reserveAppointment", { as: client(), body: { providerId: "no spaces", startsAt: "soon", extra: 1 } }),
      400,
      "invalid-request",
    );
    expect(refused.body.errors).toEqual([
      {
        path: "body.providerId",
        message: "may have letters, digits and . _ ~ | @ : + = , ' - only, and be neither . nor ..",
      },
      { path: "body.startsAt", message: "must be an RFC 3339 date and time such as 2027-08-13T08:00:00Z" },
      { path: "body.extra", message: "is not known here" },
    ]);
  });

  it.each([
    ["no body", undefined, "is required, as JSON"],
    ["a body that is not JSON", "{", "must be JSON in UTF-8"],
    ["a list", [], "must be an object"],
    ["null", "null", "must be an object"],
  ])("%s is invalid-request", async (_, sent, message) => {
    const refused = await expectRefusal(
      () => call("reserveAppointment", { as: client(), body: sent }),
      400,
      "invalid-request",
    );
    expect(refused.body.errors).toEqual([{ path: "body", message }]);
  });

  it("an admin must name the client", async ({ ada }) => {
    const refused = await expectRefusal(() => reserve(admin, ada, OPENS), 400, "invalid-request");
    expect(refused.body.errors[0].path).toBe("body.clientId");
  });

  it("a client cannot reserve for another client, and a provider cannot reserve at all", async ({ ada }) => {
    const forOther = { as: client(), body: body(ada.userId, iso(OPENS), "someone-else") };
    await expectRefusal(() => call("reserveAppointment", forOther), 403, "forbidden");
    await expectRefusal(() => reserve(ada, ada, OPENS), 403, "forbidden");
  });

  it("a body of 64 KiB is read, and one byte more is payload-too-large", async () => {
    const padded = (bytes: number) => JSON.stringify({ providerId: "x".repeat(bytes - '{"providerId":""}'.length) });
    const send = (bytes: number) => () => call("reserveAppointment", { as: client(), body: padded(bytes) });
    await expectRefusal(send(64 * 1024), 400, "invalid-request");
    await expectRefusal(send(64 * 1024 + 1), 413, "payload-too-large");
  });
});
