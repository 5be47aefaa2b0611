import { describe, expect } from "vitest";
import { it as base, OPENS } from "../test/fixtures.ts";
import {
  type Answer,
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
  MINUTE,
  NOW,
  owned,
  provider,
  reschedule,
  reserve,
  startsOf,
  type Who,
  writesNothing,
} from "../test/harness.ts";

const CLOSING = OPENS + 4 * DAY;
const it = base.extend("hours", [OPENS, CLOSING]);
/** The start of the new slot. */
const TO = OPENS + HOUR;

describe("Given a confirmed appointment", () => {
  it("is moved by its client, with two requests", async ({ ada, grace, appointment: { appointmentId } }) => {
    const moved = await reschedule(grace, appointmentId, TO);
    expect(moved).toMatchObject({
      status: 200,
      requests: ["BatchGetItem", "TransactWriteItems"],
      body: { status: "confirmed", clientId: grace.userId, startsAt: iso(TO), rescheduledFrom: appointmentId },
    });
    expect((await get(grace, moved.body.appointmentId)).body).toMatchObject(moved.body);
    expect((await get(grace, appointmentId)).body).toMatchObject({
      status: "cancelled",
      cancelledBy: "client",
      rescheduledTo: moved.body.appointmentId,
    });
    const free = await startsOf(ada, OPENS, CLOSING);
    expect(free).toContain(iso(OPENS));
    expect(free).not.toContain(iso(TO));
  });

  it("is logged when it is moved, with its new id and who moved it", async ({ appointment: { appointmentId } }) => {
    let rescheduledTo = "";
    const lines = await logged("rescheduled", async () => {
      rescheduledTo = (await reschedule(admin, appointmentId, TO)).body.appointmentId;
    });
    expect(lines).toEqual([{ appointmentId, rescheduledTo, rescheduledBy: admin.userId }]);
  });

  it("is moved by an admin and stays its client's", async ({ grace, appointment: { appointmentId } }) => {
    expect((await reschedule(admin, appointmentId, TO)).body.clientId).toBe(grace.userId);
  });

  it("is not found by another client, and cannot be moved by a provider", async ({
    ada,
    appointment: { appointmentId },
  }) => {
    await expectRefusal(() => reschedule(client(), appointmentId, TO), 404, "not-found");
    await expectRefusal(() => reschedule(client(), "no-such-id", TO), 404, "not-found");
    await expectRefusal(() => reschedule(ada, appointmentId, TO), 403, "forbidden");
    await expectRefusal(() => reschedule(provider(), appointmentId, TO), 403, "forbidden");
  });

  it("is moved to its own slot with 200, and nothing changes", async ({ grace, appointment: { appointmentId } }) => {
    const same = await writesNothing(() => reschedule(grace, appointmentId, OPENS));
    expect(same).toMatchObject({ status: 200, body: { appointmentId, status: "confirmed" } });
  });

  it("is moved to a slot its client holds: the hold is confirmed and keeps its id", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const { expiresAt: _, ...held } = (await reserve(grace, ada, TO)).body;
    const moved = await reschedule(grace, appointmentId, TO);
    const body = { ...held, status: "confirmed", confirmedAt: iso(NOW), rescheduledFrom: appointmentId };
    expect(moved).toMatchObject({ status: 200, requests: ["BatchGetItem", "TransactWriteItems"], body });
    const again = [reschedule(grace, appointmentId, TO), confirm(grace, held.appointmentId)];
    for (const { status, body } of await Promise.all(again))
      expect({ status, body }).toEqual({ status: 200, body: moved.body });
    expect((await get(grace, appointmentId)).body.rescheduledTo).toBe(held.appointmentId);
  });

  it("is moved to a slot whose appointment was cancelled, and to one whose hold lapsed", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const before = await booked(client(), ada, TO);
    await cancel(ada, before.appointmentId);
    const moved = await reschedule(grace, appointmentId, TO);
    expect(moved.status).toBe(200);
    const next = TO + HOUR;
    await reserve(client(), ada, next);
    const at = NOW + 30 * MINUTE;
    await expectRefusal(() => reschedule(grace, moved.body.appointmentId, next, { at: at - 1 }), 409, "slot-held");
    expect((await reschedule(grace, moved.body.appointmentId, next, { at })).status).toBe(200);
  });

  it("is moved, and moved back, while its client has all the holds it may have", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    for (let held = 1; held <= 5; held++) await reserve(grace, ada, TO + held * HOUR);
    const moved = await reschedule(grace, appointmentId, TO);
    const back = await reschedule(grace, moved.body.appointmentId, OPENS);
    expect(back).toMatchObject({ status: 200, body: { startsAt: iso(OPENS) } });
    expect(await owned(grace)).toEqual([back.body.appointmentId]);
  });

  it("can be moved up to the second before it starts, and is a 409 from its start on", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    const to = OPENS + 3 * DAY;
    await expectRefusal(() => reschedule(grace, appointmentId, to, { at: OPENS }), 409, "already-started");
    expect((await reschedule(grace, appointmentId, to, { at: OPENS - 1 })).status).toBe(200);
  });
});

describe("Given a move to a slot that cannot be had", () => {
  it("is a 409 if someone else holds the slot, or anyone has booked it", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    await reserve(client(), ada, TO);
    const { requests } = await expectRefusal(() => reschedule(grace, appointmentId, TO), 409, "slot-held");
    expect(requests).toEqual(["BatchGetItem"]);
    const taken = TO + HOUR;
    await booked(client(), ada, taken);
    await expectRefusal(() => reschedule(grace, appointmentId, taken), 409, "slot-taken");
    const own = TO + 2 * HOUR;
    await booked(grace, ada, own);
    await expectRefusal(() => reschedule(grace, appointmentId, own), 409, "slot-taken");
  });

  it("is a 404 if the slot is not offered, and a 400 off the grid", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    await expectRefusal(() => reschedule(grace, appointmentId, CLOSING), 404, "slot-not-offered");
    await expectRefusal(() => reschedule(grace, appointmentId, TO + 60), 400, "invalid-request");
  });

  it("is a 422 from the second the slot is less than 24 hours ahead", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    const at = TO - DAY;
    await expectRefusal(() => reschedule(grace, appointmentId, TO, { at: at + 1 }), 422, "too-soon");
    expect((await reschedule(grace, appointmentId, TO, { at })).status).toBe(200);
  });
});

describe("Given a move of what cannot be moved", () => {
  it("is a 409 for a hold, and a 410 once it has lapsed", async ({ grace, hold: { appointmentId } }) => {
    const last = NOW + 30 * MINUTE - 1;
    await expectRefusal(() => reschedule(grace, appointmentId, TO, { at: last }), 409, "not-confirmed");
    await expectRefusal(() => reschedule(grace, appointmentId, TO, { at: last + 1 }), 410, "reservation-expired");
  });

  it("is a 410 for a cancelled appointment", async ({ ada, grace, appointment: { appointmentId } }) => {
    await cancel(ada, appointmentId);
    await expectRefusal(() => reschedule(grace, appointmentId, TO), 410, "cancelled");
  });

  it("is a 409 that names the new appointment if it was moved elsewhere; so is a cancellation", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    const moved = (await reschedule(grace, appointmentId, TO)).body;
    for (const again of [() => reschedule(grace, appointmentId, TO + HOUR), () => cancel(grace, appointmentId)]) {
      const { body } = await expectRefusal(again, 409, "rescheduled");
      expect(body.rescheduledTo).toBe(moved.appointmentId);
    }
  });
});

describe("Given a finished move", () => {
  it("can be repeated with 200 and the same appointment, and nothing changes", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    const first = await reschedule(grace, appointmentId, TO);
    const again = await writesNothing(() => reschedule(grace, appointmentId, TO));
    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it("can be repeated with 200 after someone else takes the old slot", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const first = await reschedule(grace, appointmentId, TO);
    await reserve(client(), ada, OPENS);
    for (const who of [grace, admin]) {
      const again = await writesNothing(() => reschedule(who, appointmentId, TO));
      expect(again).toMatchObject({ status: 200, body: first.body });
    }
    await expectRefusal(() => reschedule(client(), appointmentId, TO), 404, "not-found");
  });
});

describe("Given an appointment that was moved, and whose old slot someone else has", () => {
  interface Moved {
    ada: Who;
    grace: Who;
    stranger: Who;
    appointmentId: string;
    rescheduledTo: string;
  }
  const itMoved = it.extend(
    "moved",
    async ({ ada, grace, stranger, appointment: { appointmentId } }): Promise<Moved> => {
      const { body } = await reschedule(grace, appointmentId, TO);
      await reserve(stranger, ada, OPENS);
      return { ada, grace, stranger, appointmentId, rescheduledTo: body.appointmentId };
    },
  );

  itMoved.for<[string, (moved: Moved, at: number) => Promise<Answer>]>([
    ["confirms it", ({ grace, appointmentId }, at) => confirm(grace, appointmentId, at)],
    ["cancels it", ({ grace, appointmentId }, at) => cancel(grace, appointmentId, at)],
    ["cancels it as its provider", ({ ada, appointmentId }, at) => cancel(ada, appointmentId, at)],
    ["moves it elsewhere", ({ grace, appointmentId }, at) => reschedule(grace, appointmentId, TO + HOUR, { at })],
    [
      "asks for its calendar file",
      ({ grace, appointmentId }, at) => call("getAppointmentCalendar", { as: grace, path: { appointmentId }, at }),
    ],
  ])("a caller who %s is told its new id, even when the other client's hold has lapsed", async ([, ask], { moved }) => {
    for (const at of [NOW, NOW + 31 * MINUTE]) {
      const { body } = await expectRefusal(() => ask(moved, at), 409, "rescheduled");
      expect(body.rescheduledTo).toBe(moved.rescheduledTo);
    }
  });

  itMoved(
    "can be read, with its new id, for one request more",
    async ({ moved: { grace, appointmentId, rescheduledTo } }) => {
      const read = await get(grace, appointmentId, NOW + 31 * MINUTE);
      expect(read).toMatchObject({
        status: 200,
        requests: ["GetItem", "TransactGetItems", "BatchGetItem"],
        body: { status: "cancelled", cancelledBy: "client", rescheduledTo },
      });
    },
  );

  itMoved("tells a stranger no more than an id that does not exist", async ({ moved: { stranger, appointmentId } }) => {
    await expectRefusal(() => get(stranger, appointmentId), 404, "not-found");
    await expectRefusal(() => reschedule(stranger, appointmentId, TO), 404, "not-found");
    await expectRefusal(() => get(stranger, appointmentId, NOW + 31 * MINUTE), 410, "reservation-expired");
  });

  itMoved(
    "can be read until 30 days after its slot, swept or not, and is not found from then on",
    async ({ moved }) => {
      const ends = OPENS + 30 * DAY;
      expect((await get(moved.grace, moved.appointmentId, ends - 1)).status).toBe(200);
      await expectRefusal(() => get(moved.grace, moved.appointmentId, ends), 404, "not-found");
    },
  );
});
