import { describe, expect } from "vitest";
import { eventsIn, propertiesIn } from "../test/calendars.ts";
import { it as base } from "../test/fixtures.ts";
import {
  admin,
  call,
  cancel,
  client,
  DAY,
  expectRefusal,
  HOUR,
  MINUTE,
  NOW,
  newClient,
  provider,
  reschedule,
  reserve,
  type Who,
} from "../test/harness.ts";

const OPENS = Date.parse("2031-03-07T13:00:00Z") / 1000; // 08:00 in New York
const HOLD = 30 * MINUTE;

const calendarOf = (as: Who, appointmentId: string, at = NOW) =>
  call("getAppointmentCalendar", { as, path: { appointmentId }, at });

const it = base.extend("hours", [OPENS, OPENS + HOUR]);

describe("Given a confirmed appointment", () => {
  it("is an event that names the provider to its client, and the client to the provider and an admin, with two reads", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    await newClient(grace);
    for (const [as, summary] of [
      [grace, "Appointment with Ada"],
      [ada, "Appointment with Grace"],
      [admin, "Appointment with Grace"],
    ] as const) {
      const read = await calendarOf(as, appointmentId, NOW + MINUTE);
      expect(read).toMatchObject({ status: 200, requests: ["GetItem", "BatchGetItem"] });
      expect(read.headers["Content-Type"]).toBe("text/calendar; charset=utf-8");
      expect(propertiesIn(read.body)).toMatchObject({ method: "PUBLISH" });
      expect(eventsIn(read.body)).toEqual([
        {
          ...{ uid: appointmentId, sequence: 0, status: "CONFIRMED", summary },
          ...{ startsAt: OPENS, endsAt: OPENS + 15 * MINUTE, changedAt: NOW, stampedAt: NOW + MINUTE },
        },
      ]);
    }
    expect((await calendarOf(grace, appointmentId, OPENS + 365 * DAY)).status).toBe(200);
  });

  it("names a person without a profile by their id", async ({ ada, grace, appointment: { appointmentId } }) => {
    const { body } = await calendarOf(ada, appointmentId);
    expect(eventsIn(body)).toMatchObject([{ summary: `Appointment with ${grace.userId}` }]);
  });

  it("is the same 404 to another client or provider as one that does not exist", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    await expectRefusal(() => calendarOf(client(), appointmentId), 404, "not-found");
    await expectRefusal(() => calendarOf(provider(), appointmentId), 404, "not-found");
    await expectRefusal(() => calendarOf(grace, "nonsense"), 404, "not-found");
  });
});

describe("Given a reserved appointment", () => {
  it("has no calendar file, neither before nor after its thirty minutes are over", async ({
    grace,
    hold: { appointmentId },
  }) => {
    await expectRefusal(() => calendarOf(grace, appointmentId, NOW + HOLD - 1), 409, "not-confirmed");
    await expectRefusal(() => calendarOf(grace, appointmentId, NOW + HOLD), 410, "reservation-expired");
  });
});

describe("Given a cancelled appointment", () => {
  it("that was confirmed keeps its UID, and has a higher SEQUENCE and STATUS:CANCELLED", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    await cancel(grace, appointmentId, NOW + MINUTE);
    const { body } = await calendarOf(grace, appointmentId);
    const over = { uid: appointmentId, sequence: 1, status: "CANCELLED", changedAt: NOW + MINUTE };
    expect(eventsIn(body)).toMatchObject([over]);
  });

  it("is still a cancelled event with the same UID when someone else has its slot", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const [before] = eventsIn((await calendarOf(grace, appointmentId)).body);
    await cancel(ada, appointmentId);
    await reserve(client(), ada, OPENS);
    for (const at of [NOW, NOW + 31 * MINUTE]) {
      const after = eventsIn((await calendarOf(grace, appointmentId, at)).body);
      expect(after).toMatchObject([{ uid: before?.uid, status: "CANCELLED", sequence: 1 }]);
    }
  });

  it("that was never confirmed is a 410, because no calendar has it", async ({ grace, hold: { appointmentId } }) => {
    await cancel(grace, appointmentId);
    await expectRefusal(() => calendarOf(grace, appointmentId), 410, "cancelled");
  });
});

describe("Given an appointment that is moved twice and then cancelled", () => {
  it("is one event: the UID stays, and SEQUENCE and LAST-MODIFIED grow with each change", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const ids = [appointmentId];
    // The second move is to a slot that its client holds.
    for (const startsAt of [OPENS + 15 * MINUTE, OPENS + 30 * MINUTE]) {
      const at = NOW + ids.length * MINUTE;
      if (ids.length === 2) await reserve(grace, ada, startsAt);
      ids.push((await reschedule(grace, ids.at(-1) ?? "", startsAt, { at })).body.appointmentId);
    }
    const event = { uid: appointmentId, startsAt: OPENS + 30 * MINUTE };
    const moved = { ...event, sequence: 2, status: "CONFIRMED", changedAt: NOW + 2 * MINUTE };
    expect(eventsIn((await calendarOf(grace, ids[2] ?? "")).body)).toMatchObject([moved]);
    await cancel(grace, ids[2] ?? "", NOW + 3 * MINUTE);
    const over = { ...event, sequence: 3, status: "CANCELLED", changedAt: NOW + 3 * MINUTE };
    expect(eventsIn((await calendarOf(ada, ids[2] ?? "")).body)).toMatchObject([over]);
    for (const [i, next] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const { body } = await expectRefusal(() => calendarOf(grace, ids[i] ?? ""), 409, "rescheduled");
      expect(body.rescheduledTo).toBe(ids[next]);
    }
  });
});
