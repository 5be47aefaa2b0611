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
  it("is confirmed by its client, with one request to DynamoDB", async ({ grace, hold }) => {
    const { expiresAt: _, ...rest } = hold;
    const confirmed = await confirm(grace, hold.appointmentId, NOW + 60);
    expect(confirmed).toMatchObject({ status: 200, requests: ["UpdateItem"] });
    expect(confirmed.body).toEqual({ ...rest, status: "confirmed", confirmedAt: iso(NOW + 60) });
  });

  it("is confirmed by an admin", async ({ hold }) => {
    expect((await confirm(admin, hold.appointmentId)).body.status).toBe("confirmed");
  });

  it("cannot be confirmed by another client (404) or a provider (403)", async ({ ada, hold }) => {
    await expectRefusal(() => confirm(client(), hold.appointmentId), 404, "not-found");
    await expectRefusal(() => confirm(ada, hold.appointmentId), 403, "forbidden");
    await expectRefusal(() => confirm(provider(), hold.appointmentId), 403, "forbidden");
  });

  it("can be confirmed in its last second", async ({ ada, grace, hold }) => {
    await expectRefusal(() => reserve(client(), ada, OPENS, NOW + HOLD - 1), 409, "slot-held");
    expect(await startsOf(ada, OPENS, CLOSES, NOW + HOLD - 1)).not.toContain(iso(OPENS));
    expect((await confirm(grace, hold.appointmentId, NOW + HOLD - 1)).status).toBe(200);
  });
});

describe("Given a hold that is exactly thirty minutes old and still in the table", () => {
  it("is a 410 when its client confirms or reads it, and nothing is written", async ({ grace, hold }) => {
    const refused = await expectRefusal(
      () => confirm(grace, hold.appointmentId, NOW + HOLD),
      410,
      "reservation-expired",
    );
    expect(refused.body.expiredAt).toBe(iso(NOW + HOLD));
    await expectRefusal(() => get(grace, hold.appointmentId, NOW + HOLD), 410, "reservation-expired");
  });

  it("no longer owns its slot: the next client can list and reserve it", async ({ ada, hold }) => {
    expect(await startsOf(ada, OPENS, CLOSES, NOW + HOLD)).toContain(iso(OPENS));
    const next = await reserve(client(), ada, OPENS, NOW + HOLD);
    expect(next).toMatchObject({ status: 201, requests: ["BatchGetItem", "Query", "PutItem"] });
    expect(next.body.appointmentId).not.toBe(hold.appointmentId);
  });

  it("lets its own client reserve the slot again, for a new half hour", async ({ ada, grace, hold }) => {
    const again = await reserve(grace, ada, OPENS, NOW + HOLD);
    expect(again).toMatchObject({ status: 201, body: { expiresAt: iso(NOW + 2 * HOLD) } });
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD), 410, "reservation-expired");
    expect((await confirm(grace, again.body.appointmentId, NOW + HOLD)).status).toBe(200);
  });

  it("cannot be confirmed after someone else reserves the slot: 410, and the new hold stays", async ({
    ada,
    grace,
    hold,
  }) => {
    const next = client();
    const { body: theirs } = await reserve(next, ada, OPENS, NOW + HOLD);
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD + 1), 410, "reservation-expired");
    expect((await confirm(next, theirs.appointmentId, NOW + HOLD + 1)).status).toBe(200);
    await expectRefusal(() => confirm(grace, hold.appointmentId, NOW + HOLD + 2), 410, "reservation-expired");
  });
});

describe("Given a confirmed appointment", () => {
  it("can be confirmed again, however late, and nothing changes", async ({ grace, hold }) => {
    const first = await confirm(grace, hold.appointmentId);
    for (const at of [NOW + 1, NOW + HOLD, OPENS + DAY]) {
      const again = await writesNothing(() => confirm(grace, hold.appointmentId, at));
      expect(again).toMatchObject({ status: 200, body: first.body, requests: ["UpdateItem"] });
    }
  });

  it("stays booked when its hours are submitted again", async ({ ada, grace, hold }) => {
    await confirm(grace, hold.appointmentId);
    await submit(ada, OPENS, CLOSES);
    expect(await startsOf(ada, OPENS, CLOSES)).toHaveLength(27);
    expect((await get(grace, hold.appointmentId)).body.status).toBe("confirmed");
  });
});
