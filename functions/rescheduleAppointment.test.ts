import { describe, expect, it } from "vitest";
import {
  type Answer,
  admin,
  booked,
  call,
  cancel,
  client,
  confirm,
  crash,
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
  reschedule,
  reserve,
  slotsFrom,
  startsOf,
  type Who,
  writesNothing,
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY;
const CLOSES = OPENS + 4 * DAY;
const ada = await offering(OPENS, CLOSES);
const slot = slotsFrom(OPENS);
/** Those that can still be moved to when the others begin. */
const lateSlot = slotsFrom(CLOSES - 12 * HOUR);

const statusOf = async (as: Who, appointmentId: string) => (await get(as, appointmentId)).body.status;

/** What a client has confirmed. */
const owned = async (of: Who) => {
  const query = { status: "confirmed" };
  const { body } = await call("listClientAppointments", { as: of, path: { clientId: of.userId }, query });
  return body.appointments.map(({ appointmentId }: { appointmentId: string }) => appointmentId);
};

/** A confirmed appointment of a new client, and a slot to move it to. */
async function given() {
  const [grace, from, to] = [client(), slot(), slot()];
  const { appointmentId } = await booked(grace, ada, from);
  return { grace, from, to, appointmentId };
}

describe("Given a confirmed appointment", () => {
  it("is moved by its client, for two requests", async () => {
    const { grace, from, to, appointmentId } = await given();
    const moved = await reschedule(grace, appointmentId, to);
    expect(moved).toMatchObject({
      status: 200,
      calls: ["BatchGetItem", "TransactWriteItems"],
      body: { status: "confirmed", clientId: grace.userId, startsAt: iso(to), rescheduledFrom: appointmentId },
    });
    expect((await get(grace, moved.body.appointmentId)).body).toEqual(moved.body);
    expect((await get(grace, appointmentId)).body).toMatchObject({
      status: "cancelled",
      cancelledBy: "client",
      rescheduledTo: moved.body.appointmentId,
    });
    const free = await startsOf(ada, OPENS, CLOSES);
    expect(free).toContain(iso(from));
    expect(free).not.toContain(iso(to));
  });

  it("is told to the log when it is moved, with where to and who did it", async () => {
    const { to, appointmentId } = await given();
    let rescheduledTo = "";
    const lines = await logged("rescheduled", async () => {
      rescheduledTo = (await reschedule(admin, appointmentId, to)).body.appointmentId;
    });
    expect(lines).toEqual([{ appointmentId, rescheduledTo, rescheduledBy: admin.userId }]);
  });

  it("is moved by an admin and stays its client's", async () => {
    const { grace, to, appointmentId } = await given();
    expect((await reschedule(admin, appointmentId, to)).body.clientId).toBe(grace.userId);
  });

  it("is not found by another client, and is not for providers to move", async () => {
    const { to, appointmentId } = await given();
    await expectRefusal(() => reschedule(client(), appointmentId, to), 404, "not-found");
    await expectRefusal(() => reschedule(client(), "no-such-id", to), 404, "not-found");
    await expectRefusal(() => reschedule(ada, appointmentId, to), 403, "forbidden");
    await expectRefusal(() => reschedule(provider(), appointmentId, to), 403, "forbidden");
  });

  it("is moved to its own slot with 200, and nothing changes", async () => {
    const { grace, from, appointmentId } = await given();
    const same = await writesNothing(() => reschedule(grace, appointmentId, from));
    expect(same).toMatchObject({ status: 200, body: { appointmentId, status: "confirmed" } });
  });

  it("is moved to a slot its client holds: the hold is confirmed and keeps its id", async () => {
    const { grace, to, appointmentId } = await given();
    const { expiresAt: _, ...held } = (await reserve(grace, ada, to)).body;
    const moved = await reschedule(grace, appointmentId, to);
    const body = { ...held, status: "confirmed", confirmedAt: iso(NOW), rescheduledFrom: appointmentId };
    expect(moved).toMatchObject({ status: 200, calls: ["BatchGetItem", "TransactWriteItems"], body });
    const again = [reschedule(grace, appointmentId, to), confirm(grace, held.appointmentId)];
    for (const { status, body } of await Promise.all(again))
      expect({ status, body }).toEqual({ status: 200, body: moved.body });
    expect((await get(grace, appointmentId)).body.rescheduledTo).toBe(held.appointmentId);
  });

  it("is moved to a slot that was cancelled, and to one whose hold lapsed", async () => {
    const { grace, to, appointmentId } = await given();
    const before = await booked(client(), ada, to);
    await cancel(ada, before.appointmentId);
    const moved = await reschedule(grace, appointmentId, to);
    expect(moved.status).toBe(200);
    const next = slot();
    await reserve(client(), ada, next);
    const at = NOW + 30 * MINUTE;
    await expectRefusal(() => reschedule(grace, moved.body.appointmentId, next, { at: at - 1 }), 409, "slot-held");
    expect((await reschedule(grace, moved.body.appointmentId, next, { at })).status).toBe(200);
  });

  it("is moved while its client holds all it may, and back again", async () => {
    const { grace, from, to, appointmentId } = await given();
    for (let held = 0; held < 5; held++) await reserve(grace, ada, slot());
    const moved = await reschedule(grace, appointmentId, to);
    const back = await reschedule(grace, moved.body.appointmentId, from);
    expect(back).toMatchObject({ status: 200, body: { startsAt: iso(from) } });
    expect(await owned(grace)).toEqual([back.body.appointmentId]);
  });

  it("is moved up to the second before it starts, and is 409 from that second", async () => {
    const { grace, from, appointmentId } = await given();
    const to = OPENS + 3 * DAY + HOUR;
    await expectRefusal(() => reschedule(grace, appointmentId, to, { at: from }), 409, "already-started");
    expect((await reschedule(grace, appointmentId, to, { at: from - 1 })).status).toBe(200);
  });
});

describe("Given a new slot that cannot be had, the appointment stands as it was", () => {
  it("is 409 where someone holds or has booked it, the client itself too", async () => {
    const { grace, to, appointmentId } = await given();
    await reserve(client(), ada, to);
    const { calls } = await expectRefusal(() => reschedule(grace, appointmentId, to), 409, "slot-held");
    expect(calls).toEqual(["BatchGetItem"]);
    const taken = slot();
    await booked(client(), ada, taken);
    await expectRefusal(() => reschedule(grace, appointmentId, taken), 409, "slot-taken");
    const own = slot();
    await booked(grace, ada, own);
    await expectRefusal(() => reschedule(grace, appointmentId, own), 409, "slot-taken");
  });

  it("is 404 where it is not offered, and 400 off the grid", async () => {
    const { grace, to, appointmentId } = await given();
    await expectRefusal(() => reschedule(grace, appointmentId, CLOSES), 404, "slot-not-offered");
    await expectRefusal(() => reschedule(grace, appointmentId, to + 60), 400, "invalid-request");
  });

  it("is 422 from the second it is less than 24 hours ahead", async () => {
    const { grace, to, appointmentId } = await given();
    const at = to - DAY;
    await expectRefusal(() => reschedule(grace, appointmentId, to, { at: at + 1 }), 422, "too-soon");
    expect((await reschedule(grace, appointmentId, to, { at })).status).toBe(200);
  });
});

describe("Given what cannot be moved", () => {
  it("is 409 while it is a hold, and 410 when that lapsed", async () => {
    const [grace, from, to] = [client(), slot(), slot()];
    const { appointmentId } = (await reserve(grace, ada, from)).body;
    const last = NOW + 30 * MINUTE - 1;
    await expectRefusal(() => reschedule(grace, appointmentId, to, { at: last }), 409, "not-confirmed");
    await expectRefusal(() => reschedule(grace, appointmentId, to, { at: last + 1 }), 410, "reservation-expired");
  });

  it("is 410 when it was cancelled", async () => {
    const { grace, to, appointmentId } = await given();
    await cancel(ada, appointmentId);
    await expectRefusal(() => reschedule(grace, appointmentId, to), 410, "cancelled");
  });

  it("is 409 when it was moved elsewhere, and names where, to who moves it or cancels it", async () => {
    const { grace, to, appointmentId } = await given();
    const moved = (await reschedule(grace, appointmentId, to)).body;
    const elsewhere = slot();
    for (const again of [() => reschedule(grace, appointmentId, elsewhere), () => cancel(grace, appointmentId)]) {
      const { body } = await expectRefusal(again, 409, "rescheduled");
      expect(body.rescheduledTo).toBe(moved.appointmentId);
    }
  });
});

describe("Given a finished move", () => {
  it("is repeated with 200 and the same appointment, and nothing changes", async () => {
    const { grace, to, appointmentId } = await given();
    const first = await reschedule(grace, appointmentId, to);
    const again = await writesNothing(() => reschedule(grace, appointmentId, to));
    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it("is repeated with 200 after someone took the old slot over", async () => {
    const { grace, from, to, appointmentId } = await given();
    const first = await reschedule(grace, appointmentId, to);
    await reserve(client(), ada, from);
    for (const who of [grace, admin]) {
      const again = await writesNothing(() => reschedule(who, appointmentId, to));
      expect(again).toMatchObject({ status: 200, body: first.body });
    }
    await expectRefusal(() => reschedule(client(), appointmentId, to), 404, "not-found");
  });
});

describe("Given an appointment that was moved, and whose old slot someone else has", () => {
  const moved = async (at = NOW) => {
    const the = await given();
    const { body } = await reschedule(the.grace, the.appointmentId, the.to, { at });
    const stranger = client();
    await reserve(stranger, ada, the.from);
    return { ...the, stranger, movedTo: body.appointmentId };
  };
  /** Each as sent before anyone else had the slot, and after. */
  const asked: [string, (the: Awaited<ReturnType<typeof moved>>, at: number) => Promise<Answer>][] = [
    ["confirms it", ({ grace, appointmentId }, at) => confirm(grace, appointmentId, at)],
    ["cancels it", ({ grace, appointmentId }, at) => cancel(grace, appointmentId, at)],
    ["cancels it, its provider,", ({ appointmentId }, at) => cancel(ada, appointmentId, at)],
    ["moves it elsewhere", ({ grace, appointmentId }, at) => reschedule(grace, appointmentId, lateSlot(), { at })],
    [
      "wants it as a calendar",
      ({ grace, appointmentId }, at) => call("getAppointmentCalendar", { as: grace, path: { appointmentId }, at }),
    ],
  ];

  it.each(asked)("who %s is told where it went, even when the other hold has lapsed", async (_, ask) => {
    const the = await moved();
    for (const at of [NOW, NOW + 31 * MINUTE]) {
      const { body } = await expectRefusal(() => ask(the, at), 409, "rescheduled");
      expect(body.rescheduledTo).toBe(the.movedTo);
    }
  });

  it("is read with where it went, for a second request", async () => {
    const { grace, appointmentId, movedTo } = await moved();
    const read = await get(grace, appointmentId, NOW + 31 * MINUTE);
    expect(read).toMatchObject({
      status: 200,
      calls: ["GetItem", "TransactGetItems"],
      body: { status: "cancelled", cancelledBy: "client", rescheduledTo: movedTo },
    });
  });

  it("is a stranger's business no more than before", async () => {
    const { stranger, appointmentId, to } = await moved();
    await expectRefusal(() => get(stranger, appointmentId), 404, "not-found");
    await expectRefusal(() => reschedule(stranger, appointmentId, to), 404, "not-found");
    await expectRefusal(() => get(stranger, appointmentId, NOW + 31 * MINUTE), 410, "reservation-expired");
  });

  it("is told until 30 days after its slot, swept or not, and is not found from then on", async () => {
    const { grace, from, appointmentId } = await moved();
    const ends = from + 30 * DAY;
    expect((await get(grace, appointmentId, ends - 1)).status).toBe(200);
    await expectRefusal(() => get(grace, appointmentId, ends), 404, "not-found");
  });
});

describe("Given a move that races another call, one outcome", () => {
  /** Runs `meanwhile` between a move's reads and its write. */
  const racing = (the: Awaited<ReturnType<typeof given>>, meanwhile: () => unknown) =>
    reschedule(the.grace, the.appointmentId, the.to, { before: once("TransactWriteItems", meanwhile) });
  const outcome = ({ status, body }: Answer) => ({ status, type: body.type?.replace("/problems/", "") });

  it("the same move is 200 with the same appointment for both", async () => {
    const the = await given();
    const told: Answer[] = [];
    const moved = await racing(the, async () => told.push(await reschedule(the.grace, the.appointmentId, the.to)));
    expect([moved, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: moved.body }]);
    expect(await owned(the.grace)).toEqual([moved.body.appointmentId]);
  });

  it("the same move, whose old slot someone took since, is 200 with the same appointment", async () => {
    const the = await given();
    const told: Answer[] = [];
    const moved = await racing(the, async () => {
      told.push(await reschedule(the.grace, the.appointmentId, the.to));
      await reserve(client(), ada, the.from);
    });
    expect([moved, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: moved.body }]);
  });

  it("a move elsewhere is 409 that names where, and the new slot stays free", async () => {
    for (const taken of [false, true]) {
      const the = await given();
      let elsewhere = "";
      const late = await racing(the, async () => {
        elsewhere = (await reschedule(the.grace, the.appointmentId, slot())).body.appointmentId;
        if (taken) await reserve(client(), ada, the.from);
      });
      expect(late).toMatchObject({ status: 409, body: { rescheduledTo: elsewhere } });
      expect(await owned(the.grace)).toEqual([elsewhere]);
      expect((await reserve(client(), ada, the.to)).status).toBe(201);
    }
  });

  it("a cancellation is 410, and the new slot stays free", async () => {
    for (const taken of [false, true]) {
      const the = await given();
      const late = await racing(the, async () => {
        await cancel(ada, the.appointmentId);
        if (taken) await reserve(client(), ada, the.from);
      });
      expect(outcome(late)).toEqual({ status: 410, type: "cancelled" });
      expect(await owned(the.grace)).toEqual([]);
      expect((await reserve(client(), ada, the.to)).status).toBe(201);
    }
  });

  it("a stranger who holds the new slot keeps it, and the old one stands", async () => {
    const the = await given();
    const late = await racing(the, () => reserve(client(), ada, the.to));
    expect(outcome(late)).toEqual({ status: 409, type: "slot-held" });
    expect(await owned(the.grace)).toEqual([the.appointmentId]);
  });

  it.each<[string, (the: Awaited<ReturnType<typeof given>>, held: string) => Promise<unknown>, number, string]>([
    ["confirmed is 409: it has that appointment as well", ({ grace }, held) => confirm(grace, held), 409, "slot-taken"],
    ["cancelled is 503, and a repeat moves", ({ grace }, held) => cancel(grace, held), 503, "unavailable"],
  ])("the client's own hold of the new slot that is %s", async (_, meanwhile, status, type) => {
    const the = await given();
    const held = (await reserve(the.grace, ada, the.to)).body;
    const late = await racing(the, () => meanwhile(the, held.appointmentId));
    expect(outcome(late)).toEqual({ status, type });
    expect(await statusOf(the.grace, the.appointmentId)).toBe("confirmed");
    if (status === 503) expect((await reschedule(the.grace, the.appointmentId, the.to)).status).toBe(200);
  });

  it("the client's own hold of the new slot, made meanwhile, is 503, and a repeat confirms it", async () => {
    const the = await given();
    let held = "";
    const late = await racing(the, async () => {
      held = (await reserve(the.grace, ada, the.to)).body.appointmentId;
    });
    expect(outcome(late)).toEqual({ status: 503, type: "unavailable" });
    expect((await reschedule(the.grace, the.appointmentId, the.to)).body.appointmentId).toBe(held);
  });

  it("a cancelled appointment on the new slot that someone took and cancelled meanwhile is 503, and a repeat moves", async () => {
    const the = await given();
    await cancel(ada, (await booked(client(), ada, the.to)).appointmentId);
    const late = await racing(the, async () => cancel(ada, (await booked(client(), ada, the.to)).appointmentId));
    expect(outcome(late)).toEqual({ status: 503, type: "unavailable" });
    expect((await reschedule(the.grace, the.appointmentId, the.to)).status).toBe(200);
  });
});

describe("Given a move whose reply is lost", () => {
  it("the SDK repeats it, and its client is told of the one appointment", async () => {
    const { grace, to, appointmentId } = await given();
    const moved = await reschedule(grace, appointmentId, to, { after: once("TransactWriteItems", loseReply) });
    expect(moved.status).toBe(200);
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
  });

  it("and its server is killed, a repeat is told of the one appointment", async () => {
    const { grace, to, appointmentId } = await given();
    expect((await reschedule(grace, appointmentId, to, { after: once("TransactWriteItems", crash) })).status).toBe(500);
    const again = await writesNothing(() => reschedule(grace, appointmentId, to));
    expect(again.status).toBe(200);
    expect(await owned(grace)).toEqual([again.body.appointmentId]);
  });
});
