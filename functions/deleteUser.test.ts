import { describe, expect, it } from "vitest";
import {
  admin,
  booked,
  call,
  cancel,
  client,
  confirm,
  contents,
  DAY,
  expectRefusal,
  get,
  HOUR,
  iso,
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
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY;
const ada = await offering(OPENS, OPENS + 3 * DAY);
const slot = slotsFrom(OPENS);

const remove = (as: Who, of: Who, more = {}) => call("deleteUser", { as, path: { userId: of.userId }, ...more });

async function person() {
  const grace = client();
  const body = { role: "client", name: "Grace Hopper", email: "grace@example.com" };
  await call("createUser", { as: grace, body });
  return grace;
}

/** Withdraws one slot, as its provider. */
const withdraw = (of: Who, startsAt: number) =>
  call("withdrawAvailability", {
    as: of,
    path: { providerId: of.userId },
    query: { from: iso(startsAt), to: iso(startsAt + 15 * MINUTE) },
  });

describe("Given a client", () => {
  it.each(["itself", "an admin"])(
    "is deleted by %s, and nothing that is stored has the name or email any more",
    async (by) => {
      const grace = await person();
      expect(await remove(by === "an admin" ? admin : grace, grace)).toMatchObject({ status: 204, body: undefined });
      expect((await call("getUser", { as: admin, path: { userId: grace.userId } })).status).toBe(404);
      const left = (await contents()).filter((item) => item.includes(grace.userId));
      expect(left.join()).not.toMatch(/Hopper|example\.com/);
    },
  );

  it("is deleted with two Queries, one transaction, and one update for each appointment ahead", async () => {
    const grace = await person();
    await booked(grace, ada, OPENS + 2 * DAY + 5 * HOUR);
    await reserve(grace, ada, OPENS + 2 * DAY + 6 * HOUR);
    expect((await remove(grace, grace)).requests).toEqual([
      "Query",
      "TransactWriteItems",
      "Query",
      "UpdateItem",
      "UpdateItem",
    ]);
  });

  it("cannot be deleted by anyone else, who gets the same answer if there is no such client", async () => {
    const grace = await person();
    for (const other of [client(), provider(), ada])
      for (const who of [grace, client()]) await expectRefusal(() => remove(other, who), 403, "forbidden");
  });

  it("loses its holds and its appointments ahead; past ones and those of others stay", async () => {
    const grace = await person();
    const past = await booked(grace, ada, slot());
    const [held, ahead, others] = [
      (await reserve(grace, ada, OPENS + 2 * DAY)).body,
      await booked(grace, ada, OPENS + 2 * DAY + HOUR),
      await booked(client(), ada, OPENS + 2 * DAY + 2 * HOUR),
    ];
    const at = Date.parse(past.startsAt) / 1000;
    const soon = (await reserve(grace, ada, OPENS + 2 * DAY, at)).body;
    expect((await remove(grace, grace, { at })).status).toBe(204);
    expect((await get(ada, held.appointmentId, at)).status).toBe(410);
    for (const { appointmentId } of [soon, ahead])
      expect((await get(ada, appointmentId, at)).body).toMatchObject({ status: "cancelled", cancelledBy: "client" });
    for (const { appointmentId } of [past, others])
      expect((await get(ada, appointmentId, at)).body.status).toBe("confirmed");
  });

  it("loses more appointments than are cancelled in parallel, and their slots are free", async () => {
    const grace = await person();
    const starts = Array.from({ length: 23 }, slot);
    for (const startsAt of starts) await booked(grace, ada, startsAt);
    expect((await remove(grace, grace)).status).toBe(204);
    const free = await startsOf(ada, OPENS, OPENS + 3 * DAY);
    for (const startsAt of starts) expect(free).toContain(iso(startsAt));
  });

  it("is deleted only if If-Match and If-None-Match accept the version of the profile", async () => {
    const grace = client();
    await call("createUser", { as: grace, body: { role: "client", name: "Grace" } });
    const deleting = (headers: Record<string, string>) => () =>
      call("deleteUser", { as: grace, path: { userId: grace.userId }, headers });
    for (const wrong of [
      { "If-Match": '"2"' },
      { "If-Match": "" },
      { "If-None-Match": '"1"' },
      { "If-None-Match": "*" },
    ])
      await expectRefusal(deleting(wrong), 412, "version-mismatch");
    expect((await deleting({ "If-Match": '"2", "1"' })()).status).toBe(204);
    // The client repeats the call, because the first reply was lost.
    expect((await deleting({ "If-Match": '"2", "1"' })()).status).toBe(204);
  });

  it("is deleted with 204 even without a profile, and also the second time", async () => {
    const grace = client();
    const { appointmentId } = await booked(grace, ada, slot());
    expect((await remove(grace, grace)).status).toBe(204);
    expect((await get(ada, appointmentId)).body.status).toBe("cancelled");
    expect((await remove(grace, grace)).status).toBe(204);
  });
});

describe("Given a deleted client whose token is still valid", () => {
  it("cannot reserve or create a profile for two days, and no admin can reserve for them", async () => {
    const grace = await person();
    await remove(grace, grace);
    const [startsAt, until] = [OPENS + 2 * DAY + 5 * HOUR, NOW + 2 * DAY];
    const create = (at: number) => call("createUser", { as: grace, body: { role: "client", name: "Grace" }, at });
    const change = () =>
      call("updateUser", { as: grace, path: { userId: grace.userId }, body: { name: "Grace" }, at: until - 1 });
    const forGrace = { providerId: ada.userId, startsAt: iso(startsAt), clientId: grace.userId };
    await expectRefusal(() => reserve(grace, ada, startsAt, until - 1), 403, "forbidden");
    await expectRefusal(() => call("reserveAppointment", { as: admin, body: forGrace }), 403, "forbidden");
    await expectRefusal(() => create(until - 1), 409, "already-exists");
    await expectRefusal(change, 404, "not-found");
    expect((await reserve(grace, ada, startsAt, until)).status).toBe(201);
    expect((await create(until)).status).toBe(201);
  });
});

describe("Given a provider", () => {
  const start = OPENS + 10 * DAY;

  it("cannot be deleted while it offers a slot ahead, which the reply names, and can once the slot is withdrawn", async () => {
    const bob = await offering(start, start + 30 * MINUTE);
    await withdraw(bob, start);
    const { body } = await expectRefusal(() => remove(bob, bob), 409, "has-appointments");
    expect(body).toMatchObject({ appointments: [], slots: [iso(start + 15 * MINUTE)] });
    await withdraw(bob, start + 15 * MINUTE);
    expect((await remove(bob, bob)).status).toBe(204);
    const { body: providers } = await call("listProviders", { as: client() });
    expect(JSON.stringify(providers)).not.toContain(bob.userId);
  });

  it.each([
    ["held", reserve],
    ["confirmed", booked],
  ])(
    "cannot be deleted, even by an admin, while a slot ahead is %s; the reply names the appointment",
    async (_, have) => {
      const bob = await offering(start, start + 15 * MINUTE);
      const grace = client();
      await have(grace, bob, start);
      const { appointmentId } = (await reserve(grace, bob, start)).body;
      const { body } = await expectRefusal(() => remove(admin, bob), 409, "has-appointments");
      expect(body).toMatchObject({ appointments: [{ appointmentId, startsAt: iso(start) }], slots: [] });
      await cancel(grace, appointmentId);
      await withdraw(bob, start);
      expect((await remove(admin, bob)).status).toBe(204);
    },
  );

  it("cannot be deleted while one slot ahead is free and one is reserved; the reply names both", async () => {
    const bob = await offering(start, start + 30 * MINUTE);
    const held = (await reserve(client(), bob, start)).body;
    const { body } = await expectRefusal(() => remove(bob, bob), 409, "has-appointments");
    expect(body).toMatchObject({
      appointments: [{ appointmentId: held.appointmentId, startsAt: iso(start) }],
      slots: [iso(start + 15 * MINUTE)],
    });
  });

  it("is told why even if its token now gives the client role; another client is not", async () => {
    const bob = await offering(start, start + 15 * MINUTE);
    const { appointmentId } = (await reserve(client(), bob, start)).body;
    const { body } = await expectRefusal(() => remove({ ...bob, role: "client" }, bob), 409, "has-appointments");
    expect(body).toMatchObject({ appointments: [{ appointmentId, startsAt: iso(start) }] });
    await expectRefusal(() => remove(client(), bob), 403, "forbidden");
  });

  it("is told the first ten appointments and slots that prevent the deletion", async () => {
    const bob = await offering(start, start + 4 * HOUR);
    for (const nth of [0, 1]) await reserve(client(), bob, start + nth * 15 * MINUTE);
    const { body } = await expectRefusal(() => remove(bob, bob), 409, "has-appointments");
    expect([body.appointments.length, body.slots.length]).toEqual([2, 8]);
    expect(body.slots.at(-1)).toBe(iso(start + 9 * 15 * MINUTE));
  });

  it("cannot be deleted up to the second before its last slot begins, and can from then on", async () => {
    const bob = await offering(start, start + 15 * MINUTE);
    await expectRefusal(() => remove(bob, bob, { at: start - 1 }), 409, "has-appointments");
    expect((await remove(bob, bob, { at: start })).status).toBe(204);
  });

  it("can offer nothing once it is deleted", async () => {
    const bob = await offering(start, start + 15 * MINUTE);
    await withdraw(bob, start);
    await remove(bob, bob);
    const path = { providerId: bob.userId };
    const body = { startsAt: iso(start), endsAt: iso(start + HOUR) };
    await expectRefusal(() => call("submitAvailability", { as: bob, path, body }), 404, "not-found");
    expect(await startsOf(bob, start, start + HOUR)).toEqual([]);
  });

  it("that submitted hours during the deletion is refused when the deletion is repeated", async () => {
    const bob = await offering(start, start + 15 * MINUTE);
    await withdraw(bob, start);
    await remove(bob, bob, { before: once("TransactWriteItems", () => submit(bob, start + HOUR, start + 2 * HOUR)) });
    await expectRefusal(() => remove(bob, bob), 409, "has-appointments");
  });
});

describe("Given a client who is deleted while it acts", () => {
  it("a reservation made before the profile is removed is cancelled", async () => {
    const [grace, startsAt] = [await person(), slot()];
    let appointmentId = "";
    const before = once("TransactWriteItems", async () => {
      ({ appointmentId } = (await reserve(grace, ada, startsAt)).body);
    });
    expect((await remove(grace, grace, { before })).status).toBe(204);
    expect((await get(ada, appointmentId)).body.status).toBe("cancelled");
  });

  it("a reservation made after the profile is removed is refused", async () => {
    const [grace, startsAt] = [await person(), slot()];
    const after = once("TransactWriteItems", async () =>
      expect((await reserve(grace, ada, startsAt)).status).toBe(403),
    );
    expect((await remove(grace, grace, { after })).status).toBe(204);
  });

  it("an appointment that is moved meanwhile is cancelled in its new slot", async () => {
    const [grace, from, to] = [await person(), slot(), slot()];
    const { appointmentId } = await booked(grace, ada, from);
    let moved = "";
    const before = once("UpdateItem", async () => {
      moved = (await reschedule(grace, appointmentId, to)).body.appointmentId;
    });
    expect((await remove(grace, grace, { before })).status).toBe(204);
    expect((await get(ada, moved)).body.status).toBe("cancelled");
  });

  it("if an appointment is cancelled meanwhile and someone else books its slot, their appointment stays", async () => {
    const [grace, alan, startsAt] = [await person(), client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    let next = "";
    const before = once("UpdateItem", async () => {
      await cancel(ada, appointmentId);
      next = (await booked(alan, ada, startsAt)).appointmentId;
    });
    expect((await remove(grace, grace, { before })).status).toBe(204);
    expect((await get(alan, next)).body.status).toBe("confirmed");
  });

  it("a reservation that spans the whole deletion leaves at most a hold, which a repeat cancels", async () => {
    const [grace, startsAt] = [await person(), slot()];
    const before = once("TransactWriteItems", () => remove(grace, grace));
    const held = await call("reserveAppointment", {
      as: grace,
      body: { providerId: ada.userId, startsAt: iso(startsAt) },
      before,
    });
    expect(held.status).toBe(201);
    expect((await remove(grace, grace)).status).toBe(204);
    expect((await confirm(grace, held.body.appointmentId)).status).toBe(410);
  });
});
