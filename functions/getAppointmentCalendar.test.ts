import { describe, expect } from "vitest";
import { it } from "../test/fixtures.ts";
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
  provider,
  reschedule,
  reserve,
  type Who,
} from "../test/harness.ts";

const OPENS = Date.parse("2031-03-07T13:00:00Z") / 1000; // 08:00 in New York
const HOLD = 30 * MINUTE;

const calendarOf = (as: Who, appointmentId: string, at = NOW) =>
  call("getAppointmentCalendar", { as, path: { appointmentId }, at });

/** The event's lines, unfolded, by their names. */
const fields = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .replaceAll("\r\n ", "")
      .split("\r\n")
      .map((line) => line.split(/:(.*)/s).slice(0, 2)),
  );

it.override("hours", [OPENS, OPENS + HOUR]);

describe("Given a confirmed appointment", () => {
  it("is the same calendar to its client, its provider and an admin, for two reads", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    for (const as of [grace, ada, admin]) {
      const read = await calendarOf(as, appointmentId);
      expect(read).toMatchObject({ status: 200, calls: ["GetItem", "GetItem"] });
      expect(read.headers["Content-Type"]).toBe("text/calendar; charset=utf-8");
      expect(read.body.replaceAll("\r\n ", "").split("\r\n")).toEqual(
        expect.arrayContaining([
          `UID:${appointmentId}`,
          "SEQUENCE:0",
          "STATUS:CONFIRMED",
          "DTSTART:20310307T130000Z",
          "DTEND:20310307T131500Z",
          "SUMMARY:Appointment with Ada",
        ]),
      );
    }
    expect((await calendarOf(grace, appointmentId, OPENS + 365 * DAY)).status).toBe(200);
  });

  it("is nothing to another client or provider: the same 404 as for what does not exist", async ({
    grace,
    appointment: { appointmentId },
  }) => {
    await expectRefusal(() => calendarOf(client(), appointmentId), 404, "not-found");
    await expectRefusal(() => calendarOf(provider(), appointmentId), 404, "not-found");
    await expectRefusal(() => calendarOf(grace, "nonsense"), 404, "not-found");
  });
});

describe("Given a reserved appointment", () => {
  it("has no calendar yet, and when its thirty minutes are over it has none any more", async ({
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
    expect(body.split("\r\n")).toEqual(
      expect.arrayContaining(["SEQUENCE:1", "STATUS:CANCELLED", "DTSTAMP:20310303T100830Z"]),
    );
    expect(body.replaceAll("\r\n ", "")).toContain(`UID:${appointmentId}\r\n`);
  });

  it("is told as cancelled with the same UID when someone else has its slot", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const before = fields((await calendarOf(grace, appointmentId)).body);
    await cancel(ada, appointmentId);
    await reserve(client(), ada, OPENS);
    for (const at of [NOW, NOW + 31 * MINUTE]) {
      const after = fields((await calendarOf(grace, appointmentId, at)).body);
      expect(after).toMatchObject({ UID: before.UID, STATUS: "CANCELLED", SEQUENCE: "1" });
    }
  });

  it("that never was confirmed is a 410: no calendar has it", async ({ grace, hold: { appointmentId } }) => {
    await cancel(grace, appointmentId);
    await expectRefusal(() => calendarOf(grace, appointmentId), 410, "cancelled");
  });
});

describe("Given an appointment that is moved twice and then cancelled", () => {
  it("is one event: the UID stays, and the SEQUENCE grows with each change", async ({
    ada,
    grace,
    appointment: { appointmentId },
  }) => {
    const ids = [appointmentId];
    // The second time to a slot its client holds.
    for (const startsAt of [OPENS + 15 * MINUTE, OPENS + 30 * MINUTE]) {
      if (ids.length === 2) await reserve(grace, ada, startsAt);
      ids.push((await reschedule(grace, ids.at(-1) ?? "", startsAt)).body.appointmentId);
    }
    const event = fields((await calendarOf(grace, ids[2] ?? "")).body);
    expect(event).toMatchObject({ UID: appointmentId, SEQUENCE: "2", STATUS: "CONFIRMED" });
    await cancel(grace, ids[2] ?? "");
    const over = fields((await calendarOf(ada, ids[2] ?? "")).body);
    expect(over).toMatchObject({ UID: appointmentId, SEQUENCE: "3", STATUS: "CANCELLED" });
    for (const [i, next] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const { body } = await expectRefusal(() => calendarOf(grace, ids[i] ?? ""), 409, "rescheduled");
      expect(body.rescheduledTo).toBe(ids[next]);
    }
  });
});
