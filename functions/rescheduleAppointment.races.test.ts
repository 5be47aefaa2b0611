import { describe, expect } from "vitest";
import { it, OPENS } from "../test/fixtures.ts";
import {
  type Answer,
  booked,
  cancel,
  client,
  confirm,
  crash,
  get,
  HOUR,
  loseReply,
  once,
  owned,
  reschedule,
  reserve,
  type Who,
  writesNothing,
} from "../test/harness.ts";

/** The start of the new slot. */
const TO = OPENS + HOUR;

describe("Given a move that races another call", () => {
  /** Runs `meanwhile` between a move's reads and its write. */
  const racing = (grace: Who, appointmentId: string, meanwhile: () => unknown) =>
    reschedule(grace, appointmentId, TO, { before: once("TransactWriteItems", meanwhile) });
  const outcome = ({ status, body }: Answer) => ({ status, type: body.type?.replace("/problems/", "") });

  it("both get 200 with the same appointment if the other is the same move", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    const told: Answer[] = [];
    const moved = await racing(grace, appointmentId, async () => told.push(await reschedule(grace, appointmentId, TO)));
    expect([moved, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: moved.body }]);
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
  });

  it("both get 200 with the same appointment even if someone has taken the old slot since", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const told: Answer[] = [];
    const moved = await racing(grace, appointmentId, async () => {
      told.push(await reschedule(grace, appointmentId, TO));
      await reserve(client(), ada, OPENS);
    });
    expect([moved, ...told]).toMatchObject([{ status: 200 }, { status: 200, body: moved.body }]);
  });

  it.for([
    ["the other is a move elsewhere", false],
    ["someone has taken the old slot after a move elsewhere", true],
  ] as const)(
    "it is a 409 that names the appointment's new id, and its new slot stays free, if %s",
    async ([, taken], { ada, grace, appointment: { appointmentId } }) => {
      let elsewhere = "";
      const late = await racing(grace, appointmentId, async () => {
        elsewhere = (await reschedule(grace, appointmentId, TO + HOUR)).body.appointmentId;
        if (taken) await reserve(client(), ada, OPENS);
      });
      expect(late).toMatchObject({ status: 409, body: { rescheduledTo: elsewhere } });
      expect(await owned(grace)).toEqual([elsewhere]);
      expect((await reserve(client(), ada, TO)).status).toBe(201);
    },
  );

  it.for([
    ["the other is a cancellation", false],
    ["someone has taken the old slot after a cancellation", true],
  ] as const)(
    "it is a 410, and its new slot stays free, if %s",
    async ([, taken], { ada, grace, appointment: { appointmentId } }) => {
      const late = await racing(grace, appointmentId, async () => {
        await cancel(ada, appointmentId);
        if (taken) await reserve(client(), ada, OPENS);
      });
      expect(outcome(late)).toEqual({ status: 410, type: "cancelled" });
      expect(await owned(grace)).toEqual([]);
      expect((await reserve(client(), ada, TO)).status).toBe(201);
    },
  );

  it("it is a 409, and the old appointment stays, if a stranger reserves the new slot", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const late = await racing(grace, appointmentId, () => reserve(client(), ada, TO));
    expect(outcome(late)).toEqual({ status: 409, type: "slot-held" });
    expect(await owned(grace)).toEqual([appointmentId]);
  });

  it.for<[string, typeof confirm, number, string]>([
    ["a 409 if its client confirms a hold on the new slot, and then has both appointments", confirm, 409, "slot-taken"],
    ["a 503 if its client cancels a hold on the new slot, and a repeat moves", cancel, 503, "unavailable"],
  ])("it is %s", async ([, finish, status, type], { ada, grace, appointment: { appointmentId } }) => {
    const held = (await reserve(grace, ada, TO)).body;
    const late = await racing(grace, appointmentId, () => finish(grace, held.appointmentId));
    expect(outcome(late)).toEqual({ status, type });
    expect((await get(grace, appointmentId)).body.status).toBe("confirmed");
    if (status === 503) expect((await reschedule(grace, appointmentId, TO)).status).toBe(200);
  });

  it("it is a 503 if its client reserves the new slot, and a repeat confirms that hold", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    let held = "";
    const late = await racing(grace, appointmentId, async () => {
      held = (await reserve(grace, ada, TO)).body.appointmentId;
    });
    expect(outcome(late)).toEqual({ status: 503, type: "unavailable" });
    expect((await reschedule(grace, appointmentId, TO)).body.appointmentId).toBe(held);
  });

  it("it is a 503 if someone books and cancels the new slot, which had a cancelled appointment, and a repeat moves", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    await cancel(ada, (await booked(client(), ada, TO)).appointmentId);
    const late = await racing(grace, appointmentId, async () =>
      cancel(ada, (await booked(client(), ada, TO)).appointmentId),
    );
    expect(outcome(late)).toEqual({ status: 503, type: "unavailable" });
    expect((await reschedule(grace, appointmentId, TO)).status).toBe(200);
  });
});

describe("Given a move whose reply is lost", () => {
  it("the SDK repeats it, and its client gets the one new appointment", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    const moved = await reschedule(grace, appointmentId, TO, { after: once("TransactWriteItems", loseReply) });
    expect(moved.status).toBe(200);
    expect(await owned(grace)).toEqual([moved.body.appointmentId]);
  });
});

describe("Given a move whose server is killed", () => {
  it.for<["before" | "after", string, boolean]>([
    ["before", "BatchGetItem", false],
    ["after", "BatchGetItem", false],
    ["before", "TransactWriteItems", false],
    ["after", "TransactWriteItems", true],
  ])(
    "%s its %s, it is either done or not done, and a repeat is a 200",
    async ([when, command, isDone], { grace, appointment: { appointmentId } }) => {
      const move = (more = {}) => reschedule(grace, appointmentId, TO, more);
      expect((await move({ [when]: once(command, crash) })).status).toBe(500);
      const [id = ""] = await owned(grace);
      expect(await owned(grace)).toHaveLength(1);
      expect(id !== appointmentId).toBe(isDone);
      const again = await (isDone ? writesNothing(move) : move());
      expect(again.status).toBe(200);
      expect(await owned(grace)).toEqual([again.body.appointmentId]);
      if (isDone) expect(again.body.appointmentId).toBe(id);
    },
  );
});
