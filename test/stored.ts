/** Items that are stored as they are, past every condition: what a table holds after years, without the years. */
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { encodeAppointmentId } from "../shared/domain/appointment-id.ts";
import type { Cancelled, Confirmed } from "../shared/domain/claim.ts";
import { dynamodb } from "../shared/store/client.ts";
import { claimItemOf } from "../shared/store/items.ts";
import { sheetKey, sheetListing } from "../shared/store/keys.ts";
import type { Cost } from "../shared/telemetry/cost.ts";
import { DAY, iso, logged, MINUTE, NOW } from "./harness.ts";

let ids = 0;
/** An appointment of this client, with a provider of its own unless one is named. */
function appointment(clientId: string, startsAt: number, providerId = `nobody-${++ids}`) {
  const slot = { providerId, startsAt };
  const appointmentId = encodeAppointmentId({ ...slot, reservedAt: NOW }, Buffer.from(`${ids}`.padStart(8)));
  return { ...slot, appointmentId, clientId, reservedAt: NOW };
}
export const confirmed = (clientId: string, startsAt: number, providerId?: string): Confirmed => ({
  ...appointment(clientId, startsAt, providerId),
  status: "confirmed",
  confirmedAt: NOW,
});
export const cancelled = (clientId: string, startsAt: number): Cancelled => ({
  ...confirmed(clientId, startsAt),
  status: "cancelled",
  cancelledAt: NOW,
  cancelledBy: clientId,
  expiresAt: startsAt + 30 * DAY,
});

/** A provider's day on offer around the clock, with so many of its slots booked by clients of their own, from the first. */
export function bookedDay(providerId: string, startOfDay: number, booked = 96): object[] {
  const day = iso(startOfDay).slice(0, 10);
  const sheet = {
    ...sheetKey(providerId, day),
    offered: new Set(Array.from({ length: 96 }, (_, quarter) => quarter)),
    ...sheetListing(providerId, day),
    expiresAt: startOfDay + 2 * DAY,
  };
  const starts = Array.from({ length: booked }, (_, quarter) => startOfDay + quarter * 15 * MINUTE);
  return [sheet, ...starts.map((startsAt) => claimItemOf(confirmed(`client-${startsAt}`, startsAt, providerId)))];
}

/** Stores items as they are, past every condition. */
export async function store(items: object[]) {
  const requests = items.map((Item) => ({ PutRequest: { Item: { ...Item } } }));
  for (let first = 0; first < requests.length; first += 25) {
    const RequestItems = { [`${process.env.TABLE_NAME}`]: requests.slice(first, first + 25) };
    await dynamodb.send(new BatchWriteCommand({ RequestItems }));
  }
}

/** What a call asks of DynamoDB: requests and units. */
export async function cost(run: () => Promise<unknown>): Promise<Cost> {
  const [line] = await logged("request", run);
  return (line as unknown as { dynamodb: Cost }).dynamodb;
}
