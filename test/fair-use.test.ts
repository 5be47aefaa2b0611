import { describe, expect, it } from "vitest";
import {
  admin,
  booked,
  call,
  cancel,
  client,
  confirm,
  DAY,
  expectRefusal,
  iso,
  MINUTE,
  NOW,
  offering,
  reserve,
  slotsFrom,
  type Who,
  writesNothing,
} from "./harness.ts";

/** As the contract says. */
const MAX_ACTIVE_HOLDS = 5;

const OPENS = NOW - (NOW % DAY) + 3 * DAY;
const [ada, bob] = [await offering(OPENS, OPENS + 3 * DAY), await offering(OPENS, OPENS + 3 * DAY)];
const slot = slotsFrom(OPENS);

/** Holds so many slots, one after another. */
async function holding(who: Who, count: number) {
  const held = [];
  for (let hold = 0; hold < count; hold++) held.push((await reserve(who, ada, slot())).body);
  return held;
}

describe("Given a client who holds as many slots as it may", () => {
  it("got each of them, and is refused one more by an error that names them all", async () => {
    const grace = client();
    const held = await holding(grace, MAX_ACTIVE_HOLDS);
    const { body } = await expectRefusal(() => reserve(grace, ada, slot()), 409, "too-many-holds");
    expect(body.holds).toEqual(held.map(({ appointmentId, expiresAt }) => ({ appointmentId, expiresAt })));
  });

  it("is refused where an admin reserves for it, too", async () => {
    const grace = client();
    await holding(grace, MAX_ACTIVE_HOLDS);
    const body = { providerId: bob.userId, startsAt: iso(slot()), clientId: grace.userId };
    await expectRefusal(() => call("reserveAppointment", { as: admin, body }), 409, "too-many-holds");
  });

  it("gets the hold it has, with 200", async () => {
    const grace = client();
    const [first] = await holding(grace, MAX_ACTIVE_HOLDS);
    const again = await writesNothing(() => reserve(grace, ada, Date.parse(first.startsAt) / 1000));
    expect(again).toMatchObject({ status: 200, body: first });
  });

  it.each([
    ["confirmed", confirm],
    ["cancelled", cancel],
  ])("is given one more once one is %s", async (_, finish) => {
    const grace = client();
    const [first] = await holding(grace, MAX_ACTIVE_HOLDS);
    await finish(grace, first.appointmentId);
    expect((await reserve(grace, ada, slot())).status).toBe(201);
    await expectRefusal(() => reserve(grace, ada, slot()), 409, "too-many-holds");
  });

  it("can hold one more from the second that they lapse, swept or not, and not a second earlier", async () => {
    const grace = client();
    await holding(grace, MAX_ACTIVE_HOLDS);
    const next = slot();
    await expectRefusal(() => reserve(grace, ada, next, NOW + 30 * MINUTE - 1), 409, "too-many-holds");
    expect((await reserve(grace, ada, next, NOW + 30 * MINUTE)).status).toBe(201);
  });
});

describe("Given a client with an appointment", () => {
  it.each([
    ["held", reserve],
    ["confirmed", booked],
  ])("that is %s is refused the same time with another provider, by an error that names it", async (_, have) => {
    const [grace, startsAt] = [client(), slot()];
    await have(grace, ada, startsAt);
    const { appointmentId } = (await reserve(grace, ada, startsAt)).body;
    const { body } = await expectRefusal(() => reserve(grace, bob, startsAt), 409, "client-busy");
    expect(body.appointmentId).toBe(appointmentId);
  });

  it("gets the quarter-hours before and after", async () => {
    const [grace, before, startsAt, after] = [client(), slot(), slot(), slot()];
    await booked(grace, ada, startsAt);
    expect((await reserve(grace, bob, before)).status).toBe(201);
    expect((await reserve(grace, bob, after)).status).toBe(201);
  });

  it("gets the same time with another provider once the first appointment is cancelled", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    await cancel(grace, appointmentId);
    expect((await reserve(grace, bob, startsAt)).status).toBe(201);
  });
});

describe("Given calls of one client that race each other", () => {
  it.each([2, 6, 12])("%i at once get at most one hold each, which may exceed the limit", async (racing) => {
    const grace = client();
    await holding(grace, MAX_ACTIVE_HOLDS - 1);
    const replies = await Promise.all(Array.from({ length: racing }, () => reserve(grace, bob, slot())));
    const given = replies.filter(({ status }) => status === 201).length;
    expect(given).toBeGreaterThanOrEqual(1);
    expect(given).toBeLessThanOrEqual(racing);
    const { body } = await expectRefusal(() => reserve(grace, ada, slot()), 409, "too-many-holds");
    expect(body.holds).toHaveLength(MAX_ACTIVE_HOLDS - 1 + given);
  });

  it("get one and the same hold if all ask for the same slot", async () => {
    const [grace, startsAt] = [client(), slot()];
    const replies = await Promise.all(Array.from({ length: 10 }, () => reserve(grace, ada, startsAt)));
    expect(new Set(replies.map(({ body }) => body.appointmentId)).size).toBe(1);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});
