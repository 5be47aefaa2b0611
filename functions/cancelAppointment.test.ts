import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamodb } from "../shared/store/client.ts";
import { claimKey } from "../shared/store/keys.ts";
import {
  admin,
  booked,
  call,
  cancel,
  client,
  confirm,
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
  reserve,
  slotsFrom,
  startsOf,
  writesNothing,
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
const CLOSES = OPENS + 7 * HOUR;
const ada = await offering(OPENS, CLOSES);
const slot = slotsFrom(OPENS);
const HOLD = 30 * MINUTE;

describe("Given a confirmed appointment", () => {
  it.each(["client", "provider", "admin"] as const)("is cancelled by its %s, for one request", async (by) => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    const who = { client: grace, provider: ada, admin }[by];
    expect(await cancel(who, appointmentId)).toMatchObject({ status: 204, body: undefined, calls: ["UpdateItem"] });
    expect((await get(grace, appointmentId)).body).toMatchObject({
      status: "cancelled",
      confirmedAt: iso(NOW),
      cancelledAt: iso(NOW),
      cancelledBy: by,
    });
  });

  it("is free again at once: listed, and reserved by the next", async () => {
    const startsAt = slot();
    const { appointmentId } = await booked(client(), ada, startsAt);
    expect(await startsOf(ada, OPENS, CLOSES)).not.toContain(iso(startsAt));
    await cancel(ada, appointmentId);
    expect(await startsOf(ada, OPENS, CLOSES)).toContain(iso(startsAt));
    expect((await reserve(client(), ada, startsAt)).status).toBe(201);
  });

  it("is not found by another client or provider, whether there is one or not", async () => {
    const startsAt = slot();
    const { appointmentId } = await booked(client(), ada, startsAt);
    await expectRefusal(() => cancel(client(), appointmentId), 404, "not-found");
    await expectRefusal(() => cancel(provider(), appointmentId), 404, "not-found");
    await expectRefusal(() => cancel(client(), "no-such-id"), 404, "not-found");
  });

  it("is neither shown to nor cancelled by its provider whose token does not say any more that it is one", async () => {
    const { appointmentId } = await booked(client(), ada, slot());
    await expectRefusal(() => get(client(ada.userId), appointmentId), 404, "not-found");
    await expectRefusal(() => cancel(client(ada.userId), appointmentId), 404, "not-found");
  });

  it("is told to the log when it is cancelled, with who did it, and only then", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    const lines = await logged("cancelled", async () => {
      await cancel(ada, appointmentId);
      await cancel(grace, appointmentId);
    });
    expect(lines).toEqual([{ appointmentId, cancelledBy: ada.userId }]);
  });

  it("is cancelled up to the second before it starts", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    expect((await cancel(grace, appointmentId, startsAt - 1)).status).toBe(204);
  });

  it("is 409 from the second it starts", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    await expectRefusal(() => cancel(grace, appointmentId, startsAt), 409, "already-started");
    await expectRefusal(() => cancel(client(), appointmentId, startsAt), 404, "not-found");
  });
});

describe("Given a hold", () => {
  it("is cancelled in its last second, and free at once", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = (await reserve(grace, ada, startsAt)).body;
    expect((await cancel(grace, appointmentId, NOW + 30 * MINUTE - 1)).status).toBe(204);
    expect((await reserve(client(), ada, startsAt, NOW + 30 * MINUTE - 1)).status).toBe(201);
  });

  it("is not found once its thirty minutes are over", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = (await reserve(grace, ada, startsAt)).body;
    await expectRefusal(() => cancel(grace, appointmentId, NOW + 30 * MINUTE), 404, "not-found");
  });
});

describe("Given a cancelled appointment", () => {
  it("is cancelled again with 204, and nothing changes, before and after its start", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    await cancel(ada, appointmentId);
    for (const at of [NOW + 1, startsAt, startsAt + DAY])
      expect((await writesNothing(() => cancel(grace, appointmentId, at))).status).toBe(204);
  });

  it("is 204 where the first reply of DynamoDB was lost and the SDK repeats", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    const after = once("UpdateItem", loseReply);
    expect((await call("cancelAppointment", { as: grace, path: { appointmentId }, after })).status).toBe(204);
  });

  it("is 410 to who confirms it", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = (await reserve(grace, ada, startsAt)).body;
    await cancel(grace, appointmentId);
    await expectRefusal(() => confirm(grace, appointmentId), 410, "cancelled");
  });

  it("is not found once it has been swept", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    await cancel(grace, appointmentId);
    await dynamodb.send(
      new DeleteCommand({ TableName: process.env.TABLE_NAME, Key: claimKey({ providerId: ada.userId, startsAt }) }),
    );
    await expectRefusal(() => cancel(grace, appointmentId), 404, "not-found");
  });

  it("stays cancelled for all who had it, whoever has its slot and even once that hold has lapsed", async () => {
    for (const by of ["client", "provider"]) {
      const [grace, startsAt] = [client(), slot()];
      const { appointmentId } = await booked(grace, ada, startsAt);
      await cancel(by === "client" ? grace : ada, appointmentId);
      await reserve(client(), ada, startsAt);
      for (const at of [NOW, NOW + HOLD + MINUTE]) {
        const read = await get(grace, appointmentId, at);
        expect(read).toMatchObject({ status: 200, calls: ["GetItem", "TransactGetItems"] });
        expect(read.body).toMatchObject({ status: "cancelled", cancelledBy: by, cancelledAt: iso(NOW) });
        await expectRefusal(() => confirm(grace, appointmentId, at), 410, "cancelled");
        for (const who of [grace, ada, admin])
          expect((await writesNothing(() => cancel(who, appointmentId, at))).status).toBe(204);
        await expectRefusal(() => cancel(client(), appointmentId, at), 404, "not-found");
      }
    }
  });

  it("is kept when its slot is taken and cancelled over and over", async () => {
    const [grace, startsAt] = [client(), slot()];
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { appointmentId } = (await reserve(i % 2 ? grace : client(), ada, startsAt)).body;
      ids.push(appointmentId);
      await cancel(admin, appointmentId);
    }
    for (const id of ids)
      expect((await get(ada, id)).body).toMatchObject({ status: "cancelled", cancelledBy: "admin" });
  });

  it.each<[string, boolean]>([
    ["on its slot", false],
    ["as a record", true],
  ])("can be read until 30 days after its slot, %s, swept or not", async (_, taken) => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    await cancel(grace, appointmentId);
    if (taken) await reserve(client(), ada, startsAt);
    expect((await get(grace, appointmentId, startsAt + 30 * DAY - 1)).status).toBe(200);
    await expectRefusal(() => cancel(grace, appointmentId, startsAt + 30 * DAY), 404, "not-found");
    await expectRefusal(() => get(grace, appointmentId, startsAt + 30 * DAY), 404, "not-found");
  });

  it("that was never confirmed can be read until 30 days after its half hour", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = (await reserve(grace, ada, startsAt)).body;
    await cancel(grace, appointmentId);
    const ends = NOW + HOLD + 30 * DAY;
    expect((await get(grace, appointmentId, ends - 1)).status).toBe(200);
    await expectRefusal(() => get(grace, appointmentId, ends), 404, "not-found");
  });
});
