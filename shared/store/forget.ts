import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Caller } from "../domain/access.ts";
import type { Appointment } from "../domain/claim.ts";
import { DELETED_SECONDS } from "../domain/rules.ts";
import type { Slot } from "../domain/slots.ts";
import { END_OF_TIME, formatInstant } from "../domain/time.ts";
import { Problem } from "../http/problem.ts";
import { cancel } from "./cancel.ts";
import { dynamodb } from "./client.ts";
import { liveAppointmentsOf } from "./client-appointments.ts";
import { doAll } from "./in-flight.ts";
import { userKey } from "./keys.ts";
import { slotsOf } from "./slots.ts";

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
  await doAll(ahead, ({ appointmentId }) => cancelWherever(appointmentId, caller, now));
}

/** Cancels an appointment, and where it was moved since it was listed, what it became. */
async function cancelWherever(appointmentId: string, caller: Caller, now: number): Promise<void> {
  try {
    await cancel(appointmentId, caller, now);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.kind === "rescheduled")
      return cancelWherever((error as Problem<"rescheduled">).extras.rescheduledTo, caller, now);
    // It lapsed or was cancelled since, or was moved to what has begun by now.
    if (error.kind !== "not-found" && error.kind !== "already-started") throw error;
  }
}

/** Throws has-appointments while someone has booked a provider, or could: read strongly consistent, the claims decide. */
async function mustOfferNothing(providerId: string, now: number) {
  const appointments: Appointment[] = [];
  const slots: Slot[] = [];
  const ahead = { from: now + 1, to: END_OF_TIME };
  for await (const { claim, ...slot } of slotsOf(providerId, ahead, 100, now)) {
    if (!claim) slots.push(slot);
    else if (claim.status !== "blocked") appointments.push(claim);
    if (slots.length + appointments.length === FIRST) break;
  }
  if (slots.length + appointments.length === 0) return;
  throw new Problem("has-appointments", "Cancel the appointments ahead and withdraw the hours on offer first.", {
    appointments: appointments.map(({ appointmentId, startsAt }) => ({
      appointmentId,
      startsAt: formatInstant(startsAt),
    })),
    slots: slots.map(({ startsAt }) => formatInstant(startsAt)),
  });
}
