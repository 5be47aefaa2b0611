import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { tableName } from "../shared/config.ts";
import type { Confirmed } from "../shared/domain/claim.ts";
import { readClaim } from "../shared/store/claims.ts";
import { dynamodb } from "../shared/store/client.ts";
import { claimKey } from "../shared/store/keys.ts";
import { giveBack } from "../shared/store/move.ts";
import { takeAsSeen } from "../shared/store/take.ts";
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
  isEmbedded,
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
  submit,
  type Who,
  writesNothing,
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY;
const CLOSES = OPENS + 4 * DAY;
const ada = await offering(OPENS, CLOSES);
const eve = await offering(OPENS, CLOSES);
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

/** One thing before or after each of a move's updates: it is decided, the new slot settled, the old one given up. */
const updates = (...steps: (() => unknown)[]) => {
  return async (name: string) => {
    if (name === "UpdateItem") await steps.shift()?.();
  };
};
const nothing = () => {};

/** Nothing stands on a slot after its provider withdrew it and offered it again. */
async function emptied(startsAt: number) {
  const query = { from: iso(startsAt), to: iso(startsAt + 15 * MINUTE) };
  await call("withdrawAvailability", { as: ada, path: { providerId: ada.userId }, query });
  await submit(ada, startsAt, startsAt + 15 * MINUTE);
  expect(await readClaim(ada.userId, startsAt)).toBe(undefined);
}

/** A confirmed appointment of a new client, and a slot to move it to. */
async function given() {
  const [grace, from, to] = [client(), slot(), slot()];
  const { appointmentId } = await booked(grace, ada, from);
  return { grace, from, to, appointmentId };
}

describe("Given a confirmed appointment", () => {
  it("is moved by its client, for five requests one after another", async () => {
    const { grace, from, to, appointmentId } = await given();
    const moved = await reschedule(grace, appointmentId, to);
    expect(moved).toMatchObject({
      status: 200,
      calls: ["BatchGetItem", "PutItem", "UpdateItem", "UpdateItem", "UpdateItem"],
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

  it("is moved to a slot its client holds, which that takes over", async () => {
    const { grace, to, appointmentId } = await given();
    const held = (await reserve(grace, ada, to)).body;
    expect((await reschedule(grace, appointmentId, to)).status).toBe(200);
    await expectRefusal(() => confirm(grace, held.appointmentId), 404, "not-found");
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

describe("Given a move that broke off", () => {
  it("between its writes leaves the client with both, listed, and a repeat finishes it", async () => {
    const { grace, to, appointmentId } = await given();
    expect((await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) })).status).toBe(500);
    expect(await owned(grace)).toHaveLength(2);
    const again = await reschedule(grace, appointmentId, to);
    expect(again).toMatchObject({ status: 200, calls: ["BatchGetItem", "UpdateItem", "UpdateItem", "UpdateItem"] });
    expect(await owned(grace)).toEqual([again.body.appointmentId]);
    expect((await get(grace, appointmentId)).body.rescheduledTo).toBe(again.body.appointmentId);
  });

  it("is given back by a repeat once the appointment was moved elsewhere", async () => {
    const { grace, to, appointmentId } = await given();
    await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) });
    const other = (await reschedule(grace, appointmentId, slot())).body;
    const again = await reschedule(grace, appointmentId, to);
    expect(again).toMatchObject({ status: 409, body: { rescheduledTo: other.appointmentId } });
    expect(await owned(grace)).toEqual([other.appointmentId]);
  });

  it("is given back by a repeat once the appointment was cancelled", async () => {
    const { grace, to, appointmentId } = await given();
    await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) });
    await cancel(ada, appointmentId);
    const again = await reschedule(grace, appointmentId, to);
    expect(again).toMatchObject({ status: 410, body: { type: "/problems/cancelled" } });
    expect(await owned(grace)).toEqual([]);
  });
});

describe("Given a move that broke off before it was decided, whoever is told of the new appointment can rely on it", () => {
  const brokeOff = async () => {
    const the = await given();
    const before = once("UpdateItem", crash);
    expect((await reschedule(the.grace, the.appointmentId, the.to, { before })).status).toBe(500);
    const movedTo = ((await readClaim(ada.userId, the.to)) as Confirmed).appointmentId;
    return { ...the, movedTo };
  };
  type The = Awaited<ReturnType<typeof brokeOff>>;
  const askings: [string, (the: The, at?: number) => Promise<Answer>, refused: number][] = [
    ["confirms it", ({ grace, movedTo }, at) => confirm(grace, movedTo, at), 410],
    ["confirms it, an admin,", ({ movedTo }, at) => confirm(admin, movedTo, at), 410],
    ["reserves its slot", ({ grace, to }, at) => reserve(grace, ada, to, at), 201],
    ["moves it to its own slot", ({ grace, movedTo, to }, at = NOW) => reschedule(grace, movedTo, to, { at }), 410],
  ];

  it.each(askings)("who %s finishes the move", async (_, ask) => {
    const the = await brokeOff();
    expect(await ask(the)).toMatchObject({ status: 200, body: { appointmentId: the.movedTo, status: "confirmed" } });
    expect((await get(the.grace, the.appointmentId)).body).toMatchObject({ rescheduledTo: the.movedTo });
    await booked(client(), ada, the.from);
    expect(await reschedule(the.grace, the.appointmentId, the.to)).toMatchObject({ status: 200 });
    expect(await owned(the.grace)).toEqual([the.movedTo]);
  });

  it.each(askings)("who %s when the old one was cancelled has it not", async (_, ask, refused) => {
    for (const over of ["left alone", "taken over", "withdrawn and offered again"]) {
      const the = await brokeOff();
      await cancel(ada, the.appointmentId);
      if (over === "taken over") await booked(client(), ada, the.from);
      if (over === "withdrawn and offered again") await emptied(the.from);
      expect((await ask(the)).status).toBe(refused);
      expect(await owned(the.grace)).toEqual([]);
    }
  });

  it.each(askings)("who %s when the old one was moved elsewhere has it not", async (_, ask, refused) => {
    const the = await brokeOff();
    const { body } = await reschedule(the.grace, the.appointmentId, slot());
    expect((await ask(the)).status).toBe(refused);
    expect(await owned(the.grace)).toEqual([body.appointmentId]);
  });

  it("who moves it on has it where it was moved to, alone", async () => {
    const { grace, appointmentId, movedTo } = await brokeOff();
    const moved = await reschedule(grace, movedTo, slot());
    expect(moved.status).toBe(200);
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
    expect((await get(grace, appointmentId)).body).toMatchObject({ status: "cancelled", rescheduledTo: movedTo });
  });

  it("who confirms it while the move is under way is told the same as the mover", async () => {
    const { grace, to, appointmentId } = await given();
    const told: Answer[] = [];
    const before = once("UpdateItem", async () => {
      told.push(await confirm(grace, ((await readClaim(ada.userId, to)) as Confirmed).appointmentId));
    });
    const moved = await reschedule(grace, appointmentId, to, { before });
    expect([moved, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: moved.body }]);
  });

  const repeats = ({ grace, appointmentId, to }: The, at = NOW) => reschedule(grace, appointmentId, to, { at });

  it.each([...askings.map(([who, ask]) => [who, ask] as const), ["repeats it", repeats] as const])(
    "who %s when the old one has begun finishes the move, which was in time",
    async (_, ask) => {
      const the = await brokeOff();
      expect(await ask(the, the.from)).toMatchObject({ status: 200, body: { appointmentId: the.movedTo } });
      expect(await get(the.grace, the.movedTo, the.from)).toMatchObject({ body: { status: "confirmed" } });
      const { body } = await get(the.grace, the.appointmentId, the.from);
      expect(body).toMatchObject({ status: "cancelled", rescheduledTo: the.movedTo });
    },
  );

  it("who moves the new one on when it has begun is refused, and the old one stands", async () => {
    const [grace, to] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, lateSlot());
    await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) });
    const { appointmentId: movedTo } = (await readClaim(ada.userId, to)) as Confirmed;
    await expectRefusal(() => reschedule(grace, movedTo, lateSlot(), { at: to }), 409, "already-started");
    expect((await confirm(grace, appointmentId, to)).status).toBe(200);
  });

  it("who cancels the old one when it has begun, or moves it elsewhere, is refused", async () => {
    const { grace, from: at, appointmentId } = await brokeOff();
    await expectRefusal(() => cancel(grace, appointmentId, at), 409, "already-started");
    await expectRefusal(() => reschedule(grace, appointmentId, CLOSES - HOUR, { at }), 409, "already-started");
  });

  it.each([...askings.map(([who, ask]) => [who, ask] as const), ["repeats it", repeats] as const])(
    "who %s by a clock past the old one's start, the move under way by one that is slower, is told the same",
    async (_, ask) => {
      const the = { ...(await given()), to: lateSlot() };
      const told: Answer[] = [];
      const before = once("UpdateItem", async () => {
        const movedTo = ((await readClaim(ada.userId, the.to)) as Confirmed).appointmentId;
        told.push(await ask({ ...the, movedTo }, the.from));
      });
      const moved = await reschedule(the.grace, the.appointmentId, the.to, { before, at: the.from - 1 });
      expect([moved, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: moved.body }]);
      expect(await get(the.grace, moved.body.appointmentId)).toMatchObject({ body: { status: "confirmed" } });
    },
  );
});

describe("Given a move that broke off after it was decided", () => {
  const brokeOff = async (steps: number) => {
    const the = await given();
    const before = updates(...Array(steps).fill(nothing), crash);
    expect((await reschedule(the.grace, the.appointmentId, the.to, { before })).status).toBe(500);
    const [movedTo = ""] = (await owned(the.grace)).filter((one: string) => one !== the.appointmentId);
    return { ...the, movedTo };
  };
  const ends = async ({ grace, from, movedTo }: Awaited<ReturnType<typeof brokeOff>>) => {
    expect(await owned(grace)).toEqual([movedTo]);
    expect((await reserve(client(), ada, from)).status).toBe(201);
  };

  it.each([1, 2])("by %i updates, the old appointment stands until a repeat finishes it", async (steps) => {
    const the = await brokeOff(steps);
    expect(await statusOf(the.grace, the.appointmentId)).toBe("confirmed");
    const again = await reschedule(the.grace, the.appointmentId, the.to);
    expect(again).toMatchObject({ status: 200, body: { appointmentId: the.movedTo, status: "confirmed" } });
    await ends(the);
  });

  it.each([1, 2])(
    "by %i updates, who cancels it or moves it elsewhere finishes it and is told where to",
    async (steps) => {
      for (const ending of [
        ({ grace, appointmentId }: { grace: Who; appointmentId: string }) => cancel(grace, appointmentId),
        ({ appointmentId }: { appointmentId: string }) => cancel(ada, appointmentId),
        ({ grace, appointmentId }: { grace: Who; appointmentId: string }) => reschedule(grace, appointmentId, slot()),
      ]) {
        const the = await brokeOff(steps);
        expect(await ending(the)).toMatchObject({ status: 409, body: { rescheduledTo: the.movedTo } });
        expect((await get(the.grace, the.appointmentId)).body).toMatchObject({
          ...{ status: "cancelled", cancelledBy: "client", rescheduledTo: the.movedTo },
        });
        await ends(the);
      }
    },
  );

  it.each([1, 2])("by %i updates, who confirms it is told that it is not there any more", async (steps) => {
    const the = await brokeOff(steps);
    expect(await confirm(the.grace, the.appointmentId)).toMatchObject({
      status: 410,
      body: { type: "/problems/cancelled" },
    });
    await ends(the);
  });

  it.each([1, 2])("by %i updates, who reserves its slot or moves there has that, its client too", async (steps) => {
    for (const who of ["another", "its client"]) {
      const { grace, from, to, appointmentId, movedTo } = await brokeOff(steps);
      const as = who === "another" ? client() : grace;
      expect(await reserve(as, ada, from)).toMatchObject({ status: 201, body: { clientId: as.userId } });
      expect(await statusOf(grace, movedTo)).toBe("confirmed");
      expect((await reschedule(grace, appointmentId, to)).body.appointmentId).toBe(movedTo);
    }
    const { grace, from, movedTo } = await brokeOff(steps);
    const alan = client();
    const { appointmentId } = await booked(alan, ada, slot());
    expect((await reschedule(alan, appointmentId, from)).status).toBe(200);
    expect(await owned(grace)).toEqual([movedTo]);
  });

  it.each([1, 2])("by %i updates, who deletes its client cancels what it became", async (steps) => {
    const { grace, appointmentId, movedTo } = await brokeOff(steps);
    expect((await call("deleteUser", { as: grace, path: { userId: grace.userId } })).status).toBe(204);
    for (const one of [appointmentId, movedTo]) expect(await statusOf(admin, one)).toBe("cancelled");
  });

  it("to a slot that has begun by then, who deletes its client cancels nothing more", async () => {
    const [grace, from, to] = [client(), OPENS + 3 * DAY + 2 * HOUR, slot()];
    const { appointmentId } = await booked(grace, ada, from);
    await reschedule(grace, appointmentId, to, { before: updates(nothing, crash) });
    const deleted = await call("deleteUser", { as: grace, path: { userId: grace.userId }, at: to });
    expect(deleted.status).toBe(204);
    expect((await get(admin, appointmentId, to)).body).toMatchObject({ status: "cancelled", cancelledBy: "client" });
  });

  it("and what it became was cancelled, a repeat finishes it and is told where to", async () => {
    const { grace, from, to, appointmentId, movedTo } = await brokeOff(1);
    await cancel(ada, movedTo);
    const again = await reschedule(grace, appointmentId, to);
    expect(again).toMatchObject({ status: 409, body: { rescheduledTo: movedTo } });
    expect(await owned(grace)).toEqual([]);
    for (const freed of [from, to]) expect((await reserve(client(), ada, freed)).status).toBe(201);
  });

  it("and it began meanwhile, it is finished all the same", async () => {
    const cancelled = await brokeOff(1);
    const { status, body } = await cancel(cancelled.grace, cancelled.appointmentId, cancelled.from);
    expect({ status, body }).toMatchObject({ status: 409, body: { rescheduledTo: cancelled.movedTo } });
    const { grace, from, to, appointmentId, movedTo } = await brokeOff(1);
    const again = await reschedule(grace, appointmentId, to, { at: from });
    expect(again).toMatchObject({ status: 200, body: { appointmentId: movedTo } });
    expect(await statusOf(grace, appointmentId)).toBe("cancelled");
  });
});

describe("Given a move that is decided and broke off, the old appointment is in nobody's way", () => {
  const leftBehind = async (steps: number) => {
    const the = await given();
    await reschedule(the.grace, the.appointmentId, the.to, { before: updates(...Array(steps).fill(nothing), crash) });
    return the;
  };

  it.each([1, 2])("by %i updates, its client can reserve with another provider at that time", async (steps) => {
    const { grace, from } = await leftBehind(steps);
    expect((await reserve(grace, eve, from)).status).toBe(201);
  });

  it.each([1, 2])("by %i updates, its provider can withdraw its slot", async (steps) => {
    const { from, to, grace, appointmentId } = await leftBehind(steps);
    const query = { from: iso(from), to: iso(from + 15 * MINUTE) };
    const { body } = await call("withdrawAvailability", { as: ada, path: { providerId: ada.userId }, query });
    expect(body).toMatchObject({ withdrawn: 1, appointments: [] });
    await expectRefusal(() => reserve(client(), ada, from), 404, "slot-not-offered");
    expect((await get(grace, ((await readClaim(ada.userId, to)) as Confirmed).appointmentId)).body).toMatchObject({
      ...{ status: "confirmed", rescheduledFrom: appointmentId },
    });
  });
});

describe("Given a move on from a new slot that broke off after it was decided", () => {
  it.each([1, 2])("by %i updates, who repeats the first move is told that it is moved", async (steps) => {
    const { grace, from, to, appointmentId } = await given();
    const moved = (await reschedule(grace, appointmentId, to)).body;
    const before = updates(...Array(steps).fill(nothing), crash);
    await reschedule(grace, moved.appointmentId, slot(), { before });
    const again = await reschedule(grace, appointmentId, to);
    expect(again).toMatchObject({ status: 409, body: { rescheduledTo: moved.appointmentId } });
    expect((await get(grace, moved.appointmentId)).body.status).toBe("cancelled");
    for (const freed of [from, to]) expect((await reserve(client(), ada, freed)).status).toBe(201);
  });

  it("and the first old slot taken over, who repeats the first move is told that it is not there", async () => {
    const { grace, from, to, appointmentId } = await given();
    const moved = (await reschedule(grace, appointmentId, to)).body;
    await booked(client(), ada, from);
    await reschedule(grace, moved.appointmentId, slot(), { before: updates(nothing, crash) });
    expect((await reschedule(grace, appointmentId, to)).status).toBe(404);
    expect((await get(grace, moved.appointmentId)).body.status).toBe("cancelled");
  });
});

describe("Given a move that broke off, and a move back", () => {
  it.each([0, 1, 2])("after %i updates, it is moved to where it was", async (steps) => {
    const { grace, from, to, appointmentId } = await given();
    await reschedule(grace, appointmentId, to, { before: updates(...Array(steps).fill(nothing), crash) });
    const { appointmentId: movedTo } = (await readClaim(ada.userId, to)) as Confirmed;
    const back = await reschedule(grace, movedTo, from);
    expect(back).toMatchObject({ status: 200, body: { startsAt: iso(from), rescheduledFrom: movedTo } });
    expect(await owned(grace)).toEqual([back.body.appointmentId]);
  });
});

describe("Given a reply of DynamoDB that is lost", () => {
  it.each([
    ["when it takes the new slot", once("PutItem", loseReply), ["PutItem", "GetItem"]],
    ["when it is decided", updates(loseReply), ["UpdateItem", "GetItem"]],
    ["when the new slot is settled", updates(nothing, loseReply), ["UpdateItem"]],
    ["when the old one is given up", updates(nothing, nothing, loseReply), ["UpdateItem", "GetItem"]],
  ])("%s, the move is done once and 200", async (_, after, more) => {
    const { grace, to, appointmentId } = await given();
    const moved = await reschedule(grace, appointmentId, to, { after });
    const calls = ["BatchGetItem", "PutItem", "UpdateItem", "UpdateItem", "UpdateItem", ...more];
    // AWS's engine returns what was in the way with the refusal.
    const sent = calls.filter((name) => isEmbedded || name !== "GetItem");
    expect(moved.status).toBe(200);
    expect(moved.calls.toSorted()).toEqual(sent.toSorted());
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
  });

  it("and the new slot cancelled before the SDK repeats, the appointment stands and the answer is 503", async () => {
    const { grace, to, appointmentId } = await given();
    const after = once("PutItem", async () => {
      for (const one of await owned(grace)) if (one !== appointmentId) await cancel(ada, one);
      loseReply();
    });
    expect((await reschedule(grace, appointmentId, to, { after })).status).toBe(503);
    expect(await owned(grace)).toEqual([appointmentId]);
    expect(await startsOf(ada, OPENS, CLOSES)).toContain(iso(to));
  });

  it("and someone taking the old slot before the SDK repeats, the new slot stands", async () => {
    const { grace, from, to, appointmentId } = await given();
    const after = updates(nothing, nothing, async () => {
      await booked(client(), ada, from);
      loseReply();
    });
    const moved = await reschedule(grace, appointmentId, to, { after });
    expect(moved.status).toBe(200);
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
  });
});

describe("Given something that happens between a move's writes", () => {
  it("such as a cancellation, the new slot is given back and the answer is 410", async () => {
    const { grace, to, appointmentId } = await given();
    const before = once("UpdateItem", () => cancel(ada, appointmentId));
    const lines = await logged("rescheduled", async () =>
      expect(await reschedule(grace, appointmentId, to, { before })).toMatchObject({
        status: 410,
        body: { type: "/problems/cancelled" },
      }),
    );
    expect(lines).toEqual([]);
    expect(await owned(grace)).toEqual([]);
    expect(await startsOf(ada, OPENS, CLOSES)).toContain(iso(to));
  });

  it("such as a cancellation, who gave the new slot back is told to the log", async () => {
    const { to, appointmentId } = await given();
    let rescheduledTo = "";
    const before = once("UpdateItem", async () => {
      rescheduledTo = ((await readClaim(ada.userId, to)) as Confirmed).appointmentId;
      await cancel(ada, appointmentId);
    });
    const lines = await logged("given back", () => reschedule(admin, appointmentId, to, { before }));
    expect(lines).toEqual([
      { appointmentId: rescheduledTo, rescheduledFrom: appointmentId, cancelledBy: admin.userId },
    ]);
  });

  it.each(["left alone", "taken over", "taken over and cancelled", "taken over, and moved on"])(
    "such as a move elsewhere, the old slot %s, it is 409 and names where",
    async (old) => {
      const { grace, from, to, appointmentId } = await given();
      const other = await booked(grace, ada, slot());
      let [won, last] = ["", ""];
      const before = once("UpdateItem", async () => {
        won = (await reschedule(grace, appointmentId, slot())).body.appointmentId;
        if (old === "left alone") return;
        const { appointmentId: next } = await booked(client(), ada, from);
        if (old === "taken over and cancelled") await cancel(ada, next);
        if (old === "taken over, and moved on") last = (await reschedule(grace, won, slot())).body.appointmentId;
      });
      const lost = await reschedule(grace, appointmentId, to, { before });
      expect(lost).toMatchObject({ status: 409, body: { type: "/problems/rescheduled", rescheduledTo: won } });
      expect(await owned(grace)).toEqual([other.appointmentId, last || won]);
    },
  );

  it("such as the same move by another call that breaks off, this one finishes it", async () => {
    const { grace, to, appointmentId } = await given();
    const breaksOff = { before: once("UpdateItem", crash) };
    const before = once("PutItem", () => reschedule(grace, appointmentId, to, breaksOff));
    const moved = await reschedule(grace, appointmentId, to, { before });
    expect(moved.status).toBe(200);
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
  });

  it.each([false, true])(
    "such as the same move by another call, old slot taken over: %s, both are told the same",
    async (over) => {
      const { grace, from, to, appointmentId } = await given();
      const told: Answer[] = [];
      const before = once("UpdateItem", async () => {
        told.push(await reschedule(grace, appointmentId, to));
        if (over) await booked(client(), ada, from);
      });
      const second = await reschedule(grace, appointmentId, to, { before });
      expect([second, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: second.body }]);
      expect(await owned(grace)).toEqual([second.body.appointmentId]);
    },
  );

  it.each([false, true])(
    "such as the end of both, the old slot taken over, the new one too: %s, nobody's slot is given back",
    async (over) => {
      const { grace, from, to, appointmentId } = await given();
      const [alan, eve] = [client(), client()];
      const steps = [
        async () => {
          await cancel(ada, appointmentId);
          await booked(alan, ada, from);
        },
        async () => {
          await cancel(ada, (await owned(grace))[0]);
          if (over) await booked(eve, ada, to);
        },
      ];
      const before = async (name: string) => {
        if (name === "UpdateItem") await steps.shift()?.();
      };
      // Nothing says any more whether the move was finished before: a repeat is told that its appointment is gone.
      expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(over ? 503 : 410);
      expect((await reschedule(grace, appointmentId, to)).status).toBe(404);
      expect([await owned(grace), await owned(alan), await owned(eve)].map(({ length }) => length)).toEqual([
        0,
        1,
        over ? 1 : 0,
      ]);
    },
  );

  it("such as its end, the old slot taken over and a repeat that sees that, the new slot is given back", async () => {
    const { grace, from, to, appointmentId } = await given();
    const before = once("UpdateItem", async () => {
      await cancel(ada, appointmentId);
      await booked(client(), ada, from);
      expect((await reschedule(grace, appointmentId, to)).status).toBe(404);
    });
    expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(410);
    expect(await owned(grace)).toEqual([]);
  });

  it.each([
    ["a move elsewhere", 409],
    ["a cancellation", 410],
  ])(
    "such as %s, the old slot taken over, and a connection that broke, it has not both and is %i",
    async (what, status) => {
      const { grace, from, to, appointmentId } = await given();
      const before = once("UpdateItem", async () => {
        if (status === 409) await reschedule(grace, appointmentId, slot());
        else await cancel(ada, appointmentId);
        await booked(client(), ada, from);
        loseReply();
      });
      expect((await reschedule(grace, appointmentId, to, { before })).status, what).toBe(status);
      expect(await owned(grace)).toHaveLength(status === 409 ? 1 : 0);
      expect(await startsOf(ada, OPENS, CLOSES)).toContain(iso(to));
    },
  );

  it.each([1, 2])(
    "such as a cancellation or another move after %i of its updates, it is told and refused",
    async (after) => {
      for (const late of [
        (grace: Who, appointmentId: string) => cancel(grace, appointmentId),
        (grace: Who, appointmentId: string) => reschedule(grace, appointmentId, slot()),
      ]) {
        const { grace, to, appointmentId } = await given();
        const told: Answer[] = [];
        const before = updates(...Array(after).fill(nothing), async () => told.push(await late(grace, appointmentId)));
        const moved = await reschedule(grace, appointmentId, to, { before });
        expect(moved.status).toBe(200);
        expect(told).toMatchObject([{ status: 409, body: { rescheduledTo: moved.body.appointmentId } }]);
        expect(await owned(grace)).toEqual([moved.body.appointmentId]);
      }
    },
  );

  it("such as the end of the new slot before the move is decided, it is moved there and cancelled", async () => {
    const { grace, from, to, appointmentId } = await given();
    const before = once("UpdateItem", async () => {
      for (const one of await owned(grace)) if (one !== appointmentId) await cancel(ada, one);
    });
    const moved = await reschedule(grace, appointmentId, to, { before });
    expect(moved.status).toBe(200);
    expect(await statusOf(grace, moved.body.appointmentId)).toBe("cancelled");
    expect((await get(grace, appointmentId)).body.rescheduledTo).toBe(moved.body.appointmentId);
    // Neither slot says any more that it was left or given back.
    await booked(client(), ada, from);
    expect((await reschedule(grace, appointmentId, to)).status).toBe(404);
  });

  it("such as its finish by another call, a call that knows the new slot as it was does not give it back", async () => {
    const { grace, from, to, appointmentId } = await given();
    let tentative: Confirmed | undefined;
    const before = once("UpdateItem", async () => {
      tentative = (await readClaim(ada.userId, to)) as Confirmed;
    });
    const moved = await reschedule(grace, appointmentId, to, { before });
    await booked(client(), ada, from);
    expect(tentative).toMatchObject({ tentative: true, appointmentId: moved.body.appointmentId });
    expect(await writesNothing(() => giveBack(tentative as Confirmed, grace, NOW))).toBe(true);
    await cancel(ada, moved.body.appointmentId);
    expect(await writesNothing(() => giveBack(tentative as Confirmed, grace, NOW))).toBe(true);
    await emptied(to);
    expect(await writesNothing(() => giveBack(tentative as Confirmed, grace, NOW))).toBe(undefined);
    await booked(client(), ada, to);
    expect(await writesNothing(() => giveBack(tentative as Confirmed, grace, NOW))).toBe(undefined);
  });

  it.each(["nothing", "what was cancelled"])(
    "such as the same move by another call that is given back where %s was before, its own write takes nothing when it comes late",
    async (before) => {
      const { grace, from, to, appointmentId } = await given();
      if (before !== "nothing") await cancel(ada, (await booked(client(), ada, to)).appointmentId);
      const seen = await readClaim(ada.userId, to);
      await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) });
      const taken = (await readClaim(ada.userId, to)) as Confirmed;
      await cancel(ada, appointmentId);
      await booked(client(), ada, from);
      expect((await reschedule(grace, appointmentId, to)).status).toBe(404);
      const late = { ...taken, appointmentId: `${taken.appointmentId}-late` };
      const there = await writesNothing(() => takeAsSeen(late, seen, NOW));
      expect(there).toMatchObject({ appointmentId: taken.appointmentId, status: "cancelled" });
    },
  );

  it("such as the end of the new slot, which another call of the move takes anew, both are told the same", async () => {
    const { grace, to, appointmentId } = await given();
    const told: Answer[] = [];
    const before = once("UpdateItem", async () => {
      await cancel(grace, ((await readClaim(ada.userId, to)) as Confirmed).appointmentId);
      told.push(await reschedule(grace, appointmentId, to));
    });
    const moved = await reschedule(grace, appointmentId, to, { before });
    expect([moved, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: moved.body }]);
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
  });

  it("such as its end, and nothing on the old slot any more, it is 410 and has the new one not", async () => {
    const { grace, from, to, appointmentId } = await given();
    const before = once("UpdateItem", async () => {
      await cancel(ada, appointmentId);
      await emptied(from);
    });
    expect(await reschedule(grace, appointmentId, to, { before })).toMatchObject({ status: 410 });
    expect(await owned(grace)).toEqual([]);
  });

  it("such as someone else who holds the new slot then, it is 409 and says until when", async () => {
    const { grace, to, appointmentId } = await given();
    const before = once("PutItem", () => reserve(client(), ada, to));
    const refused = await reschedule(grace, appointmentId, to, { before });
    expect(refused).toMatchObject({ status: 409, body: { type: "/problems/slot-held", retryAfter: 30 * MINUTE } });
    expect(await owned(grace)).toEqual([appointmentId]);
  });

  it("such as someone who comes and goes there, it is 503 and done when repeated", async () => {
    const { grace, to, appointmentId } = await given();
    const before = once("PutItem", async () => cancel(ada, (await booked(client(), ada, to)).appointmentId));
    expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(503);
    expect(await owned(grace)).toEqual([appointmentId]);
    expect((await reschedule(grace, appointmentId, to)).status).toBe(200);
  });

  it("such as its own client, which holds the new slot anew, it is 503 and done when repeated", async () => {
    const { grace, to, appointmentId } = await given();
    const before = once("PutItem", () => reserve(grace, ada, to));
    expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(503);
    expect(await owned(grace)).toEqual([appointmentId]);
    expect((await reschedule(grace, appointmentId, to)).status).toBe(200);
  });

  it("such as a cancellation, the old slot taken over, and an index that has not heard of it, it is 410", async () => {
    const { grace, from, to, appointmentId } = await given();
    const cancelledAndTaken = once("UpdateItem", async () => {
      await cancel(ada, appointmentId);
      await booked(client(), ada, from);
    });
    // What the index shows then: the new slot as it was before it was given back.
    const lagging = once("Query", () =>
      dynamodb.send(
        new UpdateCommand({
          ...{ TableName: tableName, Key: claimKey(ada.userId, to) },
          UpdateExpression: "SET #status = :confirmed",
          ...{
            ExpressionAttributeNames: { "#status": "status" },
            ExpressionAttributeValues: { ":confirmed": "confirmed" },
          },
        }),
      ),
    );
    const before = async (name: string) => {
      await cancelledAndTaken(name);
      await lagging(name);
    };
    expect(await reschedule(grace, appointmentId, to, { before })).toMatchObject({
      status: 410,
      body: { type: "/problems/cancelled" },
    });
  });

  it("such as a confirmation of the client's own hold there, both stand and the answer is 409", async () => {
    const { grace, to, appointmentId } = await given();
    const held = (await reserve(grace, ada, to)).body;
    const before = once("PutItem", () => confirm(grace, held.appointmentId));
    expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(409);
    expect((await owned(grace)).toSorted()).toEqual([appointmentId, held.appointmentId].toSorted());
  });
});
