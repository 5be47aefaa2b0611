import { describe, expect } from "vitest";
import { CLOSES, it, OPENS } from "../test/fixtures.ts";
import {
  admin,
  client,
  confirm,
  DAY,
  expectRefusal,
  get,
  iso,
  MINUTE,
  NOW,
  provider,
  reserve,
  startsOf,
  submit,
  writesNothing,
} from "../test/harness.ts";

const HOLD = 30 * MINUTE;

describe("Given a hold", () => {
  it("is confirmed by its client, for one request to DynamoDB", async ({ grace, hold }) => {
    const { expiresAt: _, ...rest } = hold;
    const confirmed = await confirm(grace, hold.appointmentId, NOW + 60);
    expect(confirmed).toMatchObject({ status: 200, calls: ["UpdateItem"] });
    expect(confirmed.body).toEqual({ ...rest, status: "confirmed", confirmedAt: iso(NOW + 60) });
  });

  it("is confirmed by an admin", async ({ hold }) => {
    expect((await confirm(admin, hold.appointmentId)).body.status).toBe("confirmed");
  });

  it("is not-found to another client, and forbidden to a provider", async ({ ada, hold }) => {
    await expectRefusal(() => confirm(client(), hold.appointmentId), 404, "not-found");
    await expectRefusal(() => confirm(ada, hold.appointmentId), 403, "forbidden");
    await expectRefusal(() => confirm(provider(), hold.appointmentId), 403, "forbidden");
  });

  it("is confirmed in its last second", async ({ ada, grace, hold }) => {
    await expectRefusal(() => reserve(client(), ada, OPENS, NOW + HOLD - 1), 409, "slot-held");
    expect(await startsOf(ada, OPENS, CLOSES, NOW + HOLD - 1)).not.toContain(iso(OPENS));
    expect((await confirm(grace, hold.appointmentId, NOW + HOLD - 1)).status).toBe(200);
  });
});

describe("Given a hold of exactly thirty minutes, its item still in the table", () => {
  it("is 410 to its client on every path, and that writes nothing", async ({ grace, hold }) => {
    const refused = await expectRefusal(
      () => confirm(grace, hold.appointmentId, NOW + HOLD),
      410,
      "reservation-expired",
    );
    expect(refused.body.expiredAt).toBe(iso(NOW + HOLD));
    await expectRefusal(() => get(grace, hold.appointmentId, NOW + HOLD), 410, "reservation-expired");
  });

  it("is free to everyone: listed, and reserved by the next", async ({ ada, hold }) => {
    expect(await startsOf(ada, OPENS, CLOSES, NOW + HOLD)).toContain(iso(OPENS));
    const next = await reserve(client(), ada, OPENS, NOW + HOLD);
    expect(next).toMatchObject({ status: 201, calls: ["BatchGetItem", "Query", "PutItem"] });
    expect(next.body.appointmentId).not.toBe(hold.appointmentId);
  });

  it("is free to its own client too, as a new reservation with a new half hour", async ({ ada, grace, hold }) => {
    const again = await reserve(grace, ada, OPENS, NOW + HOLD);
    expect(again).toMatchObject({ status: 201, body: { expiresAt: iso(NOW + 2 * HOLD) } });
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD), 410, "reservation-expired");
    expect((await confirm(grace, again.body.appointmentId, NOW + HOLD)).status).toBe(200);
  });

  it("a late confirm after someone else's new hold is 410 and touches nothing", async ({ ada, grace, hold }) => {
    const next = client();
    const { body: theirs } = await reserve(next, ada, OPENS, NOW + HOLD);
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD + 1), 410, "reservation-expired");
    expect((await confirm(next, theirs.appointmentId, NOW + HOLD + 1)).status).toBe(200);
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD + 2), 410, "reservation-expired");
  });
});

describe("Given a confirmed appointment", () => {
  it("confirming again changes nothing, however late", async ({ grace, hold }) => {
    const first = await confirm(grace, hold.appointmentId);
    for (const at of [NOW + 1, NOW + HOLD, OPENS + DAY]) {
      const again = await writesNothing(() => confirm(grace, hold.appointmentId, at));
      expect(again).toMatchObject({ status: 200, body: first.body, calls: ["UpdateItem"] });
    }
  });

  it("stays booked when its hours are submitted again", async ({ ada, grace, hold }) => {
    await confirm(grace, hold.appointmentId);
    await submit(ada, OPENS, CLOSES);
    expect(await startsOf(ada, OPENS, CLOSES)).toHaveLength(27);
    expect((await get(grace, hold.appointmentId)).body.status).toBe("confirmed");
  });
});
