import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect } from "vitest";
import type { AppointmentEvent } from "../shared/contract/types.gen.ts";
import { decodeAppointmentId } from "../shared/domain/appointment-id.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { claimKey } from "../shared/store/keys.ts";
import { changesDuring } from "../test/changes.ts";
import { eventFault } from "../test/contract.ts";
import { it } from "../test/fixtures.ts";
import {
  admin,
  booked,
  call,
  cancel,
  confirm,
  iso,
  MINUTE,
  NOW,
  reschedule,
  reserve,
  submit,
  type Who,
} from "../test/harness.ts";

process.env.EVENT_BUS = "a-bus";
const { handler } = await import("./publishEvents.ts");

/** What the handler publishes of these changes. Each event is checked against the contract. */
async function publishedOf(Records: DynamoDBRecord[]): Promise<AppointmentEvent[]> {
  const bus = mockClient(EventBridgeClient);
  bus.on(PutEventsCommand).callsFake(({ Entries }) => ({ FailedEntryCount: 0, Entries: Entries.map(() => ({})) }));
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
  const entries = bus.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []);
  bus.restore();
  return entries.map(({ Detail = "", ...entry }) => {
    const event: AppointmentEvent = JSON.parse(Detail);
    expect(eventFault(event)).toBeUndefined();
    expect(Object.keys(event.appointment).filter((key) => /name|email/i.test(key))).toEqual([]);
    expect(entry).toEqual({ EventBusName: "a-bus", Source: "reservation-api", DetailType: event.type });
    return event;
  });
}

const publishedDuring = async (run: () => Promise<unknown>) => publishedOf(await changesDuring(run));

const withdraw = (as: Who, from: number, to: number, at = NOW) =>
  call("withdrawAvailability", { as, path: { providerId: as.userId }, query: { from: iso(from), to: iso(to) }, at });

/** Deletes a claim, as time to live does once it has expired. */
const sweep = (appointmentId: string) => {
  const located = decodeAppointmentId(appointmentId);
  if (!located) throw new Error(appointmentId);
  return dynamodb.send(new DeleteCommand({ TableName: `${process.env.TABLE_NAME}`, Key: claimKey(located) }));
};

describe("Given a booking", () => {
  it("a hold, its confirmation and its cancellation are events with the appointment as the API shows it", async ({
    hours: [opens],
    ada,
    grace,
  }) => {
    const shown: object[] = [];
    const [reserved, confirmed, cancelled, ...others] = await publishedDuring(async () => {
      const { body } = await reserve(grace, ada, opens);
      shown.push(body);
      shown.push((await confirm(grace, body.appointmentId, NOW + MINUTE)).body);
      await cancel(ada, body.appointmentId, NOW + 2 * MINUTE);
    });
    const cancelledAt = iso(NOW + 2 * MINUTE);
    shown.push({ ...shown[1], status: "cancelled", cancelledAt, cancelledBy: "provider" });
    expect(others).toEqual([]);
    expect([reserved, confirmed, cancelled].map((event) => event?.appointment)).toEqual(shown);
    const { appointmentId: id } = shown[0] as { appointmentId: string };
    expect([reserved, confirmed, cancelled]).toMatchObject([
      { id: `${id}:appointment.reserved`, time: iso(NOW), calendar: { uid: id, sequence: 0 } },
      { id: `${id}:appointment.confirmed`, time: iso(NOW + MINUTE), calendar: { uid: id, sequence: 0 } },
      { id: `${id}:appointment.cancelled`, time: iso(NOW + 2 * MINUTE), calendar: { uid: id, sequence: 1 } },
    ]);
  });

  it("a repeated call publishes nothing more", async ({ ada, grace, hours: [opens], appointment }) => {
    const { appointmentId } = appointment;
    expect(
      await publishedDuring(async () => {
        await reserve(grace, ada, opens);
        await confirm(grace, appointmentId);
      }),
    ).toEqual([]);
    await cancel(grace, appointmentId);
    expect(await publishedDuring(() => cancel(admin, appointmentId))).toEqual([]);
  });

  it("the same changes, handed over again, are the same events", async ({ ada, grace, hours: [opens] }) => {
    const changes = await changesDuring(() => booked(grace, ada, opens));
    expect(await publishedOf(changes)).toEqual(await publishedOf(structuredClone(changes)));
  });
});

describe("Given a move", () => {
  it("is one event, which says where from, in whatever order its changes come", async ({
    ada,
    grace,
    hours: [opens],
    appointment,
  }) => {
    const to = opens + 30 * MINUTE;
    const at = NOW + MINUTE;
    const changes = await changesDuring(() => reschedule(grace, appointment.appointmentId, to, { at }));
    expect(changes).toHaveLength(2);
    for (const order of [changes, changes.toReversed()]) {
      const [moved, ...others] = await publishedOf(order);
      expect(others).toEqual([]);
      expect(moved).toMatchObject({
        type: "appointment.rescheduled",
        time: iso(at),
        calendar: { uid: appointment.appointmentId, sequence: 1 },
        appointment: { providerId: ada.userId, startsAt: iso(to), rescheduledFrom: appointment.appointmentId },
        from: {
          appointmentId: appointment.appointmentId,
          startsAt: appointment.startsAt,
          endsAt: appointment.endsAt,
        },
      });
    }
  });

  it("to a slot that its client holds is an event of that hold", async ({
    ada,
    grace,
    hours: [opens],
    appointment,
  }) => {
    const { body: held } = await reserve(grace, ada, opens + 30 * MINUTE);
    const published = await publishedDuring(() => reschedule(grace, appointment.appointmentId, opens + 30 * MINUTE));
    expect(published.map(({ id }) => id)).toEqual([`${held.appointmentId}:appointment.rescheduled`]);
  });

  it("over a cancelled appointment publishes nothing about that one", async ({
    ada,
    grace,
    stranger,
    hours: [opens],
    appointment,
  }) => {
    const { appointmentId } = await booked(stranger, ada, opens + 30 * MINUTE);
    await cancel(stranger, appointmentId);
    const changes = await changesDuring(() => reschedule(grace, appointment.appointmentId, opens + 30 * MINUTE));
    expect(changes).toHaveLength(3);
    expect((await publishedOf(changes)).map(({ type }) => type)).toEqual(["appointment.rescheduled"]);
  });
});

describe("Given a hold that lapsed", () => {
  const LAPSED = NOW + 30 * MINUTE;

  it("is published as expired when its slot is taken again, before the next hold, with the second it ended", async ({
    ada,
    stranger,
    hours: [opens],
    hold,
  }) => {
    const [expired, reserved, ...others] = await publishedDuring(() => reserve(stranger, ada, opens, LAPSED + MINUTE));
    expect(others).toEqual([]);
    expect(expired).toMatchObject({
      id: `${hold.appointmentId}:appointment.expired`,
      time: iso(LAPSED),
      appointment: hold,
    });
    expect(reserved).toMatchObject({ type: "appointment.reserved", appointment: { clientId: stranger.userId } });
  });

  it("is published as expired when it is swept, and when its provider withdraws the slot", async ({
    ada,
    grace,
    hours: [opens],
    hold,
  }) => {
    expect((await publishedDuring(() => sweep(hold.appointmentId))).map(({ type }) => type)).toEqual([
      "appointment.expired",
    ]);
    const { body: next } = await reserve(grace, ada, opens, LAPSED);
    const withdrawn = () => withdraw(ada, opens, opens + 15 * MINUTE, LAPSED + 30 * MINUTE);
    expect((await publishedDuring(withdrawn)).map(({ id }) => id)).toEqual([
      `${next.appointmentId}:appointment.expired`,
    ]);
  });
});

describe("Given changes that cause no event", () => {
  it("nothing is published about profiles, hours, blocks and cancelled appointments that are swept", async ({
    ada,
    grace,
    hours: [opens],
    appointment,
  }) => {
    await cancel(grace, appointment.appointmentId);
    const changes = await changesDuring(async () => {
      await call("createUser", { as: grace, body: { role: "client", name: "Grace", email: "grace@example.com" } });
      await withdraw(ada, opens + 15 * MINUTE, opens + 60 * MINUTE);
      await submit(ada, opens + 15 * MINUTE, opens + 8 * 60 * MINUTE);
      await sweep(appointment.appointmentId);
    });
    expect(changes.length).toBe(9);
    expect(await publishedOf(changes)).toEqual([]);
  });
});
