import { describe, expect, it } from "vitest";
import {
  admin,
  client,
  confirm,
  DAY,
  expectRefusal,
  get,
  HOUR,
  iso,
  MINUTE,
  NOW,
  offering,
  provider,
  reserve,
  startsOf,
  submit,
  writesNothing,
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
const CLOSES = OPENS + 7 * HOUR;
const HOLD = 30 * MINUTE;

async function held() {
  const ada = await offering(OPENS, CLOSES);
  const grace = client();
  const { body: hold } = await reserve(grace, ada, OPENS);
  return { ada, grace, hold };
}

describe("Given a hold", () => {
  it("is confirmed by its client, for one request to DynamoDB", async () => {
    const { grace, hold } = await held();
    const { expiresAt: _, ...rest } = hold;
    const confirmed = await confirm(grace, hold.appointmentId, NOW + 60);
    expect(confirmed).toMatchObject({ status: 200, calls: ["UpdateItem"] });
    expect(confirmed.body).toEqual({ ...rest, status: "confirmed", confirmedAt: iso(NOW + 60) });
  });

  it("is confirmed by an admin", async () => {
    const { hold } = await held();
    expect((await confirm(admin, hold.appointmentId)).body.status).toBe("confirmed");
  });

  it("is not-found to another client, and forbidden to a provider", async () => {
    const { ada, hold } = await held();
    await expectRefusal(() => confirm(client(), hold.appointmentId), 404, "not-found");
    await expectRefusal(() => confirm(ada, hold.appointmentId), 403, "forbidden");
    await expectRefusal(() => confirm(provider(), hold.appointmentId), 403, "forbidden");
  });

  it("is confirmed in its last second", async () => {
    const { ada, grace, hold } = await held();
    await expectRefusal(() => reserve(client(), ada, OPENS, NOW + HOLD - 1), 409, "slot-held");
    expect(await startsOf(ada, OPENS, CLOSES, NOW + HOLD - 1)).not.toContain(iso(OPENS));
    expect((await confirm(grace, hold.appointmentId, NOW + HOLD - 1)).status).toBe(200);
  });
});

describe("Given a hold of exactly thirty minutes, its item still in the table", () => {
  it("is 410 to its client on every path, and that writes nothing", async () => {
    const { grace, hold } = await held();
    const refused = await expectRefusal(
      () => confirm(grace, hold.appointmentId, NOW + HOLD),
      410,
      "reservation-expired",
    );
    expect(refused.body.expiredAt).toBe(iso(NOW + HOLD));
    await expectRefusal(() => get(grace, hold.appointmentId, NOW + HOLD), 410, "reservation-expired");
  });

  it("is free to everyone: listed, and reserved by the next", async () => {
    const { ada, hold } = await held();
    expect(await startsOf(ada, OPENS, CLOSES, NOW + HOLD)).toContain(iso(OPENS));
    const next = await reserve(client(), ada, OPENS, NOW + HOLD);
    expect(next).toMatchObject({ status: 201, calls: ["BatchGetItem", "Query", "PutItem"] });
    expect(next.body.appointmentId).not.toBe(hold.appointmentId);
  });

  it("is free to its own client too, as a new reservation with a new half hour", async () => {
    const { ada, grace, hold } = await held();
    const again = await reserve(grace, ada, OPENS, NOW + HOLD);
    expect(again).toMatchObject({ status: 201, body: { expiresAt: iso(NOW + 2 * HOLD) } });
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD), 410, "reservation-expired");
    expect((await confirm(grace, again.body.appointmentId, NOW + HOLD)).status).toBe(200);
  });

  it("a late confirm after someone else's new hold is 410 and touches nothing", async () => {
    const { ada, grace, hold } = await held();
    const next = client();
    const { body: theirs } = await reserve(next, ada, OPENS, NOW + HOLD);
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD + 1), 410, "reservation-expired");
    expect((await confirm(next, theirs.appointmentId, NOW + HOLD + 1)).status).toBe(200);
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD + 2), 410, "reservation-expired");
  });
});

describe("Given a confirmed appointment", () => {
  it("confirming again changes nothing, however late", async () => {
    const { grace, hold } = await held();
    const first = await confirm(grace, hold.appointmentId);
    for (const at of [NOW + 1, NOW + HOLD, OPENS + DAY]) {
      const again = await writesNothing(() => confirm(grace, hold.appointmentId, at));
      expect(again).toMatchObject({ status: 200, body: first.body, calls: ["UpdateItem"] });
    }
  });

  it("stays booked when its hours are submitted again", async () => {
    const { ada, grace, hold } = await held();
    await confirm(grace, hold.appointmentId);
    await submit(ada, OPENS, CLOSES);
    expect(await startsOf(ada, OPENS, CLOSES)).toHaveLength(27);
    expect((await get(grace, hold.appointmentId)).body.status).toBe("confirmed");
  });
});
