import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamodb } from "../shared/store/client.ts";
import { claimKey } from "../shared/store/keys.ts";
import {
  admin,
  call,
  client,
  confirm,
  DAY,
  expectRefusal,
  HOUR,
  MINUTE,
  NOW,
  offering,
  provider,
  reserve,
  type Who,
} from "../test/harness.ts";

const OPENS = Date.parse("2031-03-07T13:00:00Z") / 1000; // 08:00 in New York
const HOLD = 30 * MINUTE;

const calendarOf = (as: Who, appointmentId: string, at = NOW) =>
  call("getAppointmentCalendar", { as, path: { appointmentId }, at });

async function booked() {
  const ada = await offering(OPENS, OPENS + HOUR);
  const grace = client();
  const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
  return { ada, grace, appointmentId };
}

describe("Given a confirmed appointment", () => {
  it("is the same calendar to its client, its provider and an admin, for two reads", async () => {
    const { ada, grace, appointmentId } = await booked();
    await confirm(grace, appointmentId);
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

  it("is nothing to another client or provider: the same 404 as for what does not exist", async () => {
    const { grace, appointmentId } = await booked();
    await confirm(grace, appointmentId);
    await expectRefusal(() => calendarOf(client(), appointmentId), 404, "not-found");
    await expectRefusal(() => calendarOf(provider(), appointmentId), 404, "not-found");
    await expectRefusal(() => calendarOf(grace, "nonsense"), 404, "not-found");
  });
});

describe("Given a reserved appointment", () => {
  it("has no calendar yet, and when its thirty minutes are over it has none any more", async () => {
    const { grace, appointmentId } = await booked();
    await expectRefusal(() => calendarOf(grace, appointmentId, NOW + HOLD - 1), 409, "not-confirmed");
    await expectRefusal(() => calendarOf(grace, appointmentId, NOW + HOLD), 410, "reservation-expired");
  });
});

describe("Given a cancelled appointment", () => {
  /** As a cancellation leaves it. */
  async function cancelled(attributes: object) {
    const { ada, grace, appointmentId } = await booked();
    const Item = {
      ...claimKey(ada.userId, OPENS),
      ...{ appointmentId, clientId: grace.userId, reservedAt: NOW, status: "cancelled" },
      ...{ cancelledAt: NOW + MINUTE, cancelledBy: ada.userId, expiresAt: OPENS + 30 * DAY },
      ...attributes,
    };
    await dynamodb.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item }));
    return { grace, appointmentId };
  }

  it("that was confirmed keeps its UID, and has a higher SEQUENCE and STATUS:CANCELLED", async () => {
    const { grace, appointmentId } = await cancelled({ confirmedAt: NOW });
    const { body } = await calendarOf(grace, appointmentId);
    expect(body.split("\r\n")).toEqual(
      expect.arrayContaining(["SEQUENCE:1", "STATUS:CANCELLED", "DTSTAMP:20310303T100830Z"]),
    );
    expect(body.replaceAll("\r\n ", "")).toContain(`UID:${appointmentId}\r\n`);
  });

  it("that never was confirmed is a 410: no calendar has it", async () => {
    const { grace, appointmentId } = await cancelled({});
    await expectRefusal(() => calendarOf(grace, appointmentId), 410, "cancelled");
  });
});
