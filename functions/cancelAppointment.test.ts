import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect } from "vitest";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { claimKey } from "../shared/store/keys.ts";
import { CLOSES, it, OPENS } from "../test/fixtures.ts";
import {
  admin,
  call,
  cancel,
  client,
  confirm,
  DAY,
  expectRefusal,
  get,
  iso,
  logged,
  loseReply,
  MINUTE,
  NOW,
  once,
  provider,
  reserve,
  startsOf,
  writesNothing,
} from "../test/harness.ts";

const HOLD = 30 * MINUTE;

describe("Given a confirmed appointment", () => {
  it.for(["client", "provider", "admin"] as const)(
    "is cancelled by its %s, with one request",
    async (by, { ada, grace, appointment: { appointmentId } }) => {
      const who = { client: grace, provider: ada, admin }[by];
      expect(await cancel(who, appointmentId)).toMatchObject({
        status: 204,
        body: undefined,
        requests: ["UpdateItem"],
      });
      expect((await get(grace, appointmentId)).body).toMatchObject({
        status: "cancelled",
        confirmedAt: iso(NOW),
        cancelledAt: iso(NOW),
        cancelledBy: by,
      });
    },
  );

  it("frees its slot at once when it is cancelled: the next client can list and reserve it", async ({
    ada,
    appointment: { appointmentId },
  }) => {
    expect(await startsOf(ada, OPENS, CLOSES)).not.toContain(iso(OPENS));
    await cancel(ada, appointmentId);
    expect(await startsOf(ada, OPENS, CLOSES)).toContain(iso(OPENS));
    expect((await reserve(client(), ada, OPENS)).status).toBe(201);
  });

  it("is not found by another client or provider, just like an id that does not exist", async ({
    appointment: { appointmentId },
  }) => {
    await expectRefusal(() => cancel(client(), appointmentId), 404, "not-found");
    await expectRefusal(() => cancel(provider(), appointmentId), 404, "not-found");
    await expectRefusal(() => cancel(client(), "no-such-id"), 404, "not-found");
  });

  it("is not found by its provider once the token no longer gives the provider role", async ({
    ada,
    appointment: { appointmentId },
  }) => {
    await expectRefusal(() => get(client(ada.userId), appointmentId), 404, "not-found");
    await expectRefusal(() => cancel(client(ada.userId), appointmentId), 404, "not-found");
  });

  it("is logged once when it is cancelled, with who cancelled it", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const lines = await logged("cancelled", async () => {
      await cancel(ada, appointmentId);
      await cancel(grace, appointmentId);
    });
    expect(lines).toEqual([{ appointmentId, cancelledBy: ada.userId }]);
  });

  it("can be cancelled up to the second before it starts", async ({ grace, appointment: { appointmentId } }) => {
    expect((await cancel(grace, appointmentId, OPENS - 1)).status).toBe(204);
  });

  it("cannot be cancelled from the second it starts: 409", async ({ grace, appointment: { appointmentId } }) => {
    await expectRefusal(() => cancel(grace, appointmentId, OPENS), 409, "already-started");
    await expectRefusal(() => cancel(client(), appointmentId, OPENS), 404, "not-found");
  });
});

describe("Given a hold", () => {
  it("can be cancelled in its last second, and its slot is free at once", async ({
    ada,
    grace,
    hold: { appointmentId },
  }) => {
    expect((await cancel(grace, appointmentId, NOW + 30 * MINUTE - 1)).status).toBe(204);
    expect((await reserve(client(), ada, OPENS, NOW + 30 * MINUTE - 1)).status).toBe(201);
  });

  it("cannot be cancelled once its thirty minutes are over: 404", async ({ grace, hold: { appointmentId } }) => {
    await expectRefusal(() => cancel(grace, appointmentId, NOW + 30 * MINUTE), 404, "not-found");
  });
});

describe("Given a cancelled appointment", () => {
  it("can be cancelled again with 204, before and after its start, and nothing changes", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    await cancel(ada, appointmentId);
    for (const at of [NOW + 1, OPENS, OPENS + DAY])
      expect((await writesNothing(() => cancel(grace, appointmentId, at))).status).toBe(204);
  });

  it("gets its client a 204 also when DynamoDB's reply to the cancellation is lost and the SDK repeats the request", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    const after = once("UpdateItem", loseReply);
    expect((await call("cancelAppointment", { as: grace, path: { appointmentId }, after })).status).toBe(204);
  });

  it("cannot be confirmed: 410", async ({ grace, hold: { appointmentId } }) => {
    await cancel(grace, appointmentId);
    await expectRefusal(() => confirm(grace, appointmentId), 410, "cancelled");
  });

  it("is not found once it has been swept", async ({ ada, grace, appointment: { appointmentId } }) => {
    await cancel(grace, appointmentId);
    await dynamodb.send(
      new DeleteCommand({
        TableName: process.env.TABLE_NAME,
        Key: claimKey({ providerId: ada.userId, startsAt: OPENS }),
      }),
    );
    await expectRefusal(() => cancel(grace, appointmentId), 404, "not-found");
  });

  it.for(["client", "provider"] as const)(
    "stays cancelled by its %s for all who had it, even when someone else reserves its slot and lets that hold lapse",
    async (by, { ada, grace, stranger, appointment: { appointmentId } }) => {
      await cancel(by === "client" ? grace : ada, appointmentId);
      await reserve(stranger, ada, OPENS);
      for (const at of [NOW, NOW + HOLD + MINUTE]) {
        const read = await get(grace, appointmentId, at);
        expect(read).toMatchObject({ status: 200, requests: ["GetItem", "TransactGetItems", "BatchGetItem"] });
        expect(read.body).toMatchObject({ status: "cancelled", cancelledBy: by, cancelledAt: iso(NOW) });
        await expectRefusal(() => confirm(grace, appointmentId, at), 410, "cancelled");
        for (const who of [grace, ada, admin])
          expect((await writesNothing(() => cancel(who, appointmentId, at))).status).toBe(204);
        await expectRefusal(() => cancel(stranger, appointmentId, at), 404, "not-found");
      }
    },
  );

  it.for(["on its slot", "as a record"])(
    "that is stored %s can be read until 30 days after its slot, swept or not",
    async (where, { ada, grace, stranger, appointment: { appointmentId } }) => {
      await cancel(grace, appointmentId);
      if (where === "as a record") await reserve(stranger, ada, OPENS);
      expect((await get(grace, appointmentId, OPENS + 30 * DAY - 1)).status).toBe(200);
      await expectRefusal(() => cancel(grace, appointmentId, OPENS + 30 * DAY), 404, "not-found");
      await expectRefusal(() => get(grace, appointmentId, OPENS + 30 * DAY), 404, "not-found");
    },
  );

  it("that was never confirmed can be read until 30 days after its half hour", async ({
    grace,
    hold: { appointmentId },
  }) => {
    await cancel(grace, appointmentId);
    const ends = NOW + HOLD + 30 * DAY;
    expect((await get(grace, appointmentId, ends - 1)).status).toBe(200);
    await expectRefusal(() => get(grace, appointmentId, ends), 404, "not-found");
  });
});
