import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect } from "vitest";
import { decodeAppointmentId, encodeAppointmentId } from "../shared/domain/appointment-id.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { claimItemOf } from "../shared/store/items.ts";
import { it, OPENS } from "../test/fixtures.ts";
import { admin, call, client, expectRefusal, get, iso, MINUTE, NOW, newClient, provider } from "../test/harness.ts";

const HOLD = 30 * MINUTE;

/** An id that was never given out, for the same slot and second. */
const forged = (appointmentId: string) => {
  const located = decodeAppointmentId(appointmentId);
  return located ? encodeAppointmentId(located, new Uint8Array(8)) : "";
};

describe("Given an appointment", () => {
  it("can be read by its client, its provider and an admin, with two requests to DynamoDB", async ({
    ada,
    grace,
    hold,
  }) => {
    for (const as of [grace, ada, admin]) {
      const requests = ["GetItem", "BatchGetItem"];
      expect(await get(as, hold.appointmentId)).toMatchObject({ status: 200, body: hold, requests });
    }
  });

  it("names its people as their profiles do now, and nobody who has no profile", async ({ ada, grace, hold }) => {
    const people = { providerName: "Ada", clientName: "Grace", clientEmail: "grace@example.com" };
    const read = async () => (await get(ada, hold.appointmentId)).body;
    expect(await read()).toEqual({ ...hold, providerName: "Ada" });
    await newClient(grace, people.clientEmail);
    for (const as of [grace, ada, admin])
      expect((await get(as, hold.appointmentId)).body).toEqual({ ...hold, ...people });
    await call("updateUser", { path: { userId: grace.userId }, body: { name: "Grace Hopper", email: null } });
    expect(await read()).toEqual({ ...hold, providerName: "Ada", clientName: "Grace Hopper" });
  });

  it("no longer names a person who was deleted", async ({ ada, grace, appointment }) => {
    await newClient(grace);
    await call("deleteUser", { as: grace, path: { userId: grace.userId } });
    const { body } = await get(ada, appointment.appointmentId);
    expect(body).toMatchObject({ clientId: grace.userId, providerName: "Ada", status: "cancelled" });
    expect(body).not.toHaveProperty("clientName");
  });

  it("does not name a provider whose profile is a client's", async ({ grace }) => {
    const pat = client();
    await newClient(pat, "pat@example.com");
    const startsAt = OPENS;
    const appointmentId = encodeAppointmentId({ providerId: pat.userId, startsAt, reservedAt: NOW }, new Uint8Array(8));
    const claim = { providerId: pat.userId, startsAt, appointmentId, clientId: grace.userId, reservedAt: NOW };
    const Item = claimItemOf({ ...claim, status: "confirmed", confirmedAt: NOW });
    await dynamodb.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item }));
    expect((await get(grace, appointmentId)).body).not.toHaveProperty("providerName");
  });

  it("is not found by any other client or provider", async ({ hold }) => {
    await expectRefusal(() => get(client(), hold.appointmentId), 404, "not-found");
    await expectRefusal(() => get(provider(), hold.appointmentId), 404, "not-found");
  });

  it("is not found by a client who happens to have the provider's id", async ({ ada, hold }) => {
    await expectRefusal(() => get(client(ada.userId), hold.appointmentId), 404, "not-found");
  });

  it.for<[string, number]>([
    ["within its half hour", NOW],
    ["past its half hour", NOW + HOLD],
  ])(
    "gives a stranger the same answer as an id that was never given out, %s",
    async ([, at], { appointment, stranger }) => {
      const theirs = await get(stranger, appointment.appointmentId, at);
      const nobodys = await get(stranger, forged(appointment.appointmentId), at);
      expect([theirs.status, theirs.body]).toEqual([nobodys.status, nobodys.body]);
    },
  );
});

describe("Given an id that was never given out", () => {
  it("is not-found until the half hour in it is over, and reservation-expired from then on", async ({
    grace,
    hold,
  }) => {
    const id = forged(hold.appointmentId);
    await expectRefusal(() => get(grace, id, NOW + HOLD - 1), 404, "not-found");
    const refused = await expectRefusal(() => get(grace, id, NOW + HOLD), 410, "reservation-expired");
    expect(refused.body.expiredAt).toBe(iso(NOW + HOLD));
  });

  it.each([
    ["too short", "AAAA"],
    ["not in our format", "A".repeat(60)],
    ["as long as allowed", "_".repeat(400)],
  ])("that is %s is not-found, without a request to DynamoDB", async (_, id) => {
    const refused = await expectRefusal(() => get(client(), id), 404, "not-found");
    expect(refused.requests).toEqual([]);
  });

  it("another spelling of a real id is not-found", async ({ grace, hold }) => {
    await expectRefusal(() => get(grace, `${hold.appointmentId}A`), 404, "not-found");
  });

  it("with a character that no id has is invalid-request", async () => {
    await expectRefusal(() => get(client(), "a/b"), 400, "invalid-request");
  });
});
