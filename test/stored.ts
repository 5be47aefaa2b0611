/** Stores items directly, without the product's conditions: a test gets a table as it is after years of use. */
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { encodeAppointmentId } from "../shared/domain/appointment-id.ts";
import { type Cancelled, type Confirmed, newBlock } from "../shared/domain/claim.ts";
import { DAY_SECONDS as DAY, REMEMBERED_SECONDS, SLOT_SECONDS } from "../shared/domain/rules.ts";
import { dayOf } from "../shared/domain/time.ts";
import { newClaimId } from "../shared/store/appointments.ts";
import { mapConcurrently } from "../shared/store/concurrently.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { claimItemOf, recordItemOf } from "../shared/store/items.ts";
import { sheetKey, sheetListing } from "../shared/store/keys.ts";

/** 0, 1, 2 and so on: so many numbers. */
export const range = (count: number) => Array.from({ length: count }, (_, n) => n);

let ids = 0;
/** An appointment of this client, with a provider of its own unless one is named. */
function appointment(clientId: string, startsAt: number, providerId = `nobody-${++ids}`) {
  const slot = { providerId, startsAt };
  const reservedAt = startsAt - REMEMBERED_SECONDS;
  const appointmentId = encodeAppointmentId({ ...slot, reservedAt }, Buffer.from(`${ids}`.padStart(8)));
  return { ...slot, appointmentId, clientId, reservedAt };
}
export const confirmed = (clientId: string, startsAt: number, providerId?: string): Confirmed => ({
  ...appointment(clientId, startsAt, providerId),
  status: "confirmed",
  confirmedAt: startsAt - REMEMBERED_SECONDS,
});
export const cancelled = (clientId: string, startsAt: number, providerId?: string): Cancelled => ({
  ...confirmed(clientId, startsAt, providerId),
  status: "cancelled",
  cancelledAt: startsAt - REMEMBERED_SECONDS,
  cancelledBy: clientId,
  expiresAt: startsAt + REMEMBERED_SECONDS,
});

/** A provider's day on offer around the clock, with so many of its slots booked by clients of their own, from the first. */
export function bookedDay(providerId: string, startOfDay: number, booked = 96): object[] {
  const day = dayOf(startOfDay);
  const sheet = {
    ...sheetKey(providerId, day),
    offered: new Set(Array.from({ length: 96 }, (_, quarter) => quarter)),
    ...sheetListing(providerId, day),
    expiresAt: startOfDay + 2 * DAY,
  };
  const starts = Array.from({ length: booked }, (_, quarter) => startOfDay + quarter * SLOT_SECONDS);
  return [sheet, ...starts.map((startsAt) => claimItemOf(confirmed(`client-${startsAt}`, startsAt, providerId)))];
}

/** A slot of a provider that a client of its own has booked, or has cancelled again. */
export const claimOf = (providerId: string, startsAt: number, isBooked: boolean) =>
  claimItemOf((isBooked ? confirmed : cancelled)(`client-${startsAt}`, startsAt, providerId));

/** A provider's day on offer around the clock, all of which they have withdrawn. */
export function withdrawnItems(providerId: string, startOfDay: number): object[] {
  const starts = Array.from({ length: 96 }, (_, quarter) => startOfDay + quarter * SLOT_SECONDS);
  const blocks = starts.map((startsAt) =>
    newBlock({ providerId, startsAt }, newClaimId({ providerId, startsAt }, startOfDay)),
  );
  return [...bookedDay(providerId, startOfDay, 0), ...blocks.map(claimItemOf)];
}

/** So many appointments of a client as they are stored, a quarter of an hour apart, each with a provider of its own. */
export const appointmentItems = (clientId: string, status: "confirmed" | "cancelled", from: number, count: number) =>
  Array.from({ length: count }, (_, n) => {
    const startsAt = from + n * SLOT_SECONDS;
    return status === "confirmed"
      ? claimItemOf(confirmed(clientId, startsAt))
      : recordItemOf(cancelled(clientId, startsAt));
  });

/** Stores items as they are, past every condition. */
export async function store(items: object[]) {
  const requests = items.map((Item) => ({ PutRequest: { Item: { ...Item } } }));
  const batches = Array.from({ length: Math.ceil(requests.length / 25) }, (_, n) =>
    requests.slice(n * 25, (n + 1) * 25),
  );
  await mapConcurrently(batches, (batch) =>
    dynamodb.send(new BatchWriteCommand({ RequestItems: { [`${process.env.TABLE_NAME}`]: batch } })),
  );
}
