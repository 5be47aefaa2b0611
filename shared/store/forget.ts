import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Caller } from "../caller.ts";
import { tableName } from "../config.ts";
import type { Appointment } from "../domain/claim.ts";
import { DELETED_SECONDS } from "../domain/rules.ts";
import { scheduledSlots } from "../domain/slots.ts";
import { dayOf, formatInstant } from "../domain/time.ts";
import { Problem } from "../problem.ts";
import { cancel } from "./cancel.ts";
import { dynamodb } from "./client.ts";
import { liveAppointmentsOf } from "./client-appointments.ts";
import { providerKey, userKey } from "./keys.ts";
import { entries } from "./slots.ts";

/** So many cancellations are under way at once. */
const IN_PARALLEL = 10;

/** So many of what is in a provider's way are told. */
const FIRST = 10;

/**
 * Forgets a person: the profile goes, with a mark left in its place until every token of theirs has expired, and then what
 * they hold and have booked as a client. In this order, so that nothing new comes after what is cancelled, and repeating it
 * finishes what broke off.
 *
 * @param now epoch seconds
 * @throws Problem has-appointments for a provider with appointments ahead or hours on offer
 */
export async function forget(userId: string, caller: Caller, now: number): Promise<void> {
  await mustOfferNothing(userId, now);
  const mark = { ...userKey(userId), deletedAt: now, expiresAt: now + DELETED_SECONDS };
  await dynamodb.send(new PutCommand({ TableName: tableName, Item: mark }));
  const ahead = (await liveAppointmentsOf(userId, now)).filter(({ startsAt }) => startsAt > now);
  for (let at = 0; at < ahead.length; at += IN_PARALLEL) {
    const some = ahead.slice(at, at + IN_PARALLEL);
    await Promise.all(some.map(({ appointmentId }) => cancelWherever(appointmentId, caller, now)));
  }
}

/** Cancels an appointment, and where it was moved since it was listed, what it became. */
async function cancelWherever(appointmentId: string, caller: Caller, now: number): Promise<void> {
  try {
    await cancel(appointmentId, caller, now);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.kind === "rescheduled")
      return cancelWherever((error as Problem<"rescheduled">).extras.rescheduledTo, caller, now);
    // It lapsed or was cancelled since.
    if (error.kind !== "not-found") throw error;
  }
}

/** Throws has-appointments while someone has booked a provider, or could: read strongly consistent, the claims decide. */
async function mustOfferNothing(providerId: string, now: number) {
  const appointments: Appointment[] = [];
  const slots: number[] = [];
  const query = {
    KeyConditionExpression: "pk = :pk AND sk >= :today",
    ExpressionAttributeValues: { ":pk": providerKey(providerId), ":today": dayOf(now) },
    ConsistentRead: true,
  };
  for await (const { startsAt, claim } of scheduledSlots(entries(query, 100), now)) {
    if (startsAt <= now || claim?.status === "blocked") continue;
    if (claim) appointments.push(claim);
    else slots.push(startsAt);
    if (slots.length === FIRST) break;
  }
  if (appointments.length + slots.length === 0) return;
  throw new Problem("has-appointments", "Cancel the appointments ahead and withdraw the hours on offer first.", {
    appointments: appointments
      .slice(0, FIRST)
      .map(({ appointmentId, startsAt }) => ({ appointmentId, startsAt: formatInstant(startsAt) })),
    slots: slots.map(formatInstant),
  });
}
