import { describe, expect, it } from "vitest";
import {
  admin,
  call,
  client,
  DAY,
  expectRefusal,
  get,
  HOUR,
  iso,
  MINUTE,
  NOW,
  offering,
  reserve,
  startsOf,
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
const CLOSES = OPENS + 7 * HOUR;
const HOLD = 30 * MINUTE;

describe("Given an offered slot", () => {
  it("is held for 30 minutes by the client who reserves it, for two requests to DynamoDB", async () => {
    const ada = await offering(OPENS, CLOSES);
    const grace = client();
    const reserved = await reserve(grace, ada, OPENS);
    expect(reserved).toMatchObject({
      status: 201,
      calls: ["BatchGetItem", "PutItem"],
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
    expect(reserved.headers.Location).toBe(`/appointments/${reserved.body.appointmentId}`);
    expect((await get(grace, reserved.body.appointmentId)).body).toEqual(reserved.body);
    expect(await startsOf(ada, OPENS, CLOSES)).not.toContain(iso(OPENS));
  });
});
