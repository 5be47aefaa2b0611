import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { tableName } from "../shared/config.ts";
import type { Confirmed } from "../shared/domain/claim.ts";
import { readClaim } from "../shared/store/claims.ts";
import { dynamodb } from "../shared/store/client.ts";
import { claimKey } from "../shared/store/keys.ts";
import { giveBack, takeUp } from "../shared/store/move.ts";
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
  type Who,
  writesNothing,
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY;
const CLOSES = OPENS + 4 * DAY;
const ada = await offering(OPENS, CLOSES);
const slot = slotsFrom(OPENS);

const statusOf = async (as: Who, appointmentId: string) => (await get(as, appointmentId)).body.status;

/** What a client has confirmed. */
const owned = async (of: Who) => {
  const query = { status: "confirmed" };
  const { body } = await call("listClientAppointments", { as: of, path: { clientId: of.userId }, query });
  return body.appointments.map(({ appointmentId }: { appointmentId: string }) => appointmentId);
};

/** A confirmed appointment of a new client, and a slot to move it to. */
async function given() {
  const [grace, from, to] = [client(), slot(), slot()];
  const { appointmentId } = await booked(grace, ada, from);
  return { grace, from, to, appointmentId };
}

describe("Given a confirmed appointment", () => {
  it("is moved by its client, for three requests one after another", async () => {
    const { grace, from, to, appointmentId } = await given();
    const moved = await reschedule(grace, appointmentId, to);
    expect(moved).toMatchObject({
      status: 200,
      calls: ["BatchGetItem", "PutItem", "UpdateItem"],
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
    for (const who of [grace, admin])
      expect(await reschedule(who, appointmentId, to)).toMatchObject({
        ...{ status: 200, body: first.body },
        // It says no more who gave the old slot up: another call may be about to give the new one back.
        calls: ["BatchGetItem", "UpdateItem"],
      });
    await expectRefusal(() => reschedule(client(), appointmentId, to), 404, "not-found");
  });
});

describe("Given a move that broke off", () => {
  it("between its writes leaves the client with both, listed, and a repeat finishes it", async () => {
    const { grace, to, appointmentId } = await given();
    expect((await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) })).status).toBe(500);
    expect(await owned(grace)).toHaveLength(2);
    const again = await reschedule(grace, appointmentId, to);
    expect(again).toMatchObject({ status: 200, calls: ["BatchGetItem", "UpdateItem", "UpdateItem"] });
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

describe("Given a move that broke off and whose new slot is cancelled while it is repeated", () => {
  it("the appointment stands, and the answer is 503", async () => {
    const { grace, to, appointmentId } = await given();
    await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) });
    const [moved] = (await owned(grace)).filter((one: string) => one !== appointmentId);
    const before = once("UpdateItem", () => cancel(ada, moved));
    expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(503);
    expect(await owned(grace)).toEqual([appointmentId]);
  });
});

describe("Given a reply of DynamoDB that is lost", () => {
  it.each([
    ["PutItem", ["BatchGetItem", "PutItem", "PutItem", "GetItem", "UpdateItem"]],
    ["UpdateItem", ["BatchGetItem", "PutItem", "UpdateItem", "UpdateItem", "GetItem"]],
  ])("after its %s, the move is done once and 200", async (command, calls) => {
    const { grace, to, appointmentId } = await given();
    const moved = await reschedule(grace, appointmentId, to, { after: once(command, loseReply) });
    // AWS's engine returns what was in the way with the refusal.
    expect(moved).toMatchObject({ status: 200, calls: calls.filter((name) => isEmbedded || name !== "GetItem") });
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
    const after = once("UpdateItem", async () => {
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

  it.each(["left alone", "taken over", "taken over and cancelled"])(
    "such as a move elsewhere, the old slot %s, it is 409 and names where",
    async (old) => {
      const { grace, from, to, appointmentId } = await given();
      const other = await booked(grace, ada, slot());
      let won = "";
      const before = once("UpdateItem", async () => {
        won = (await reschedule(grace, appointmentId, slot())).body.appointmentId;
        if (old === "left alone") return;
        const { appointmentId: next } = await booked(client(), ada, from);
        if (old !== "taken over") await cancel(ada, next);
      });
      const lost = await reschedule(grace, appointmentId, to, { before });
      expect(lost).toMatchObject({ status: 409, body: { type: "/problems/rescheduled", rescheduledTo: won } });
      expect(await owned(grace)).toEqual([other.appointmentId, won]);
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
    "such as the same move by another call, old slot taken over: %s, nothing is lost",
    async (over) => {
      const { grace, from, to, appointmentId } = await given();
      let first = "";
      const before = once("UpdateItem", async () => {
        first = (await reschedule(grace, appointmentId, to)).body.appointmentId;
        if (over) await booked(client(), ada, from);
      });
      const second = await reschedule(grace, appointmentId, to, { before });
      // Taken over, the old slot cannot say who finished the move: the caller is asked to repeat.
      expect(second.status).toBe(over ? 503 : 200);
      expect(await reschedule(grace, appointmentId, to)).toMatchObject({ status: 200, body: { appointmentId: first } });
      expect(await owned(grace)).toEqual([first]);
      expect(await statusOf(grace, first)).toBe("confirmed");
    },
  );

  it.each([false, true])(
    "such as the end of both, the old slot taken over, the new one too: %s, it is 410 and nobody's slot is given back",
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
      expect(await reschedule(grace, appointmentId, to, { before })).toMatchObject({
        status: 410,
        body: { type: "/problems/cancelled" },
      });
      expect([await owned(grace), await owned(alan), await owned(eve)].map(({ length }) => length)).toEqual([
        0,
        1,
        over ? 1 : 0,
      ]);
    },
  );

  it("such as its end, the old slot taken over and a repeat that is told 200, what that was told stands", async () => {
    const { grace, from, to, appointmentId } = await given();
    const told: Answer[] = [];
    const before = once("UpdateItem", async () => {
      await cancel(ada, appointmentId);
      await booked(client(), ada, from);
      told.push(await reschedule(grace, appointmentId, to));
    });
    expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(503);
    expect(told).toMatchObject([{ status: 200 }]);
    expect(await owned(grace)).toEqual([told[0]?.body.appointmentId]);
    expect(await reschedule(grace, appointmentId, to)).toMatchObject({ status: 200, body: told[0]?.body });
    // A call that read the two slots at two times may know the new one as it is now, and the old one as it was.
    const there = (await readClaim(ada.userId, to)) as Confirmed;
    await writesNothing(() => giveBack(there, grace, NOW));
    await writesNothing(() => takeUp(there, "an attempt"));
  });

  it("such as its end, seen by a repeat, and the old slot taken over after that, it is 503 and nothing stands", async () => {
    const { grace, from, to, appointmentId } = await given();
    await reschedule(grace, appointmentId, to, { before: once("UpdateItem", crash) });
    // The first makes the broken move its own, the second gives the old slot up.
    const updates = [
      () => {},
      async () => {
        await cancel(ada, appointmentId);
        expect((await reschedule(grace, appointmentId, to)).status).toBe(410);
        await booked(client(), ada, from);
      },
    ];
    const before = async (name: string) => {
      if (name === "UpdateItem") await updates.shift()?.();
    };
    expect((await reschedule(grace, appointmentId, to, { before })).status).toBe(503);
    expect(await owned(grace)).toEqual([]);
    expect((await reschedule(grace, appointmentId, to)).status).toBe(404);
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
