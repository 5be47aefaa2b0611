import { type Caller, cancelsOnlyFor } from "../domain/access.ts";
import { mustNotHaveStarted, noSuchAppointment, visible, whyEnded } from "../domain/obstacles.ts";
import { unavailable } from "../domain/refusal.ts";
import { logger } from "../telemetry/logger.ts";
import { appointmentAt, locate } from "./appointments.ts";
import { all, ifClient, ifHeldOrConfirmed, ifId } from "./conditions.ts";
import { claimKey } from "./keys.ts";
import { get } from "./read.ts";
import { cancellation } from "./status-changes.ts";
import { update, updateOf } from "./write.ts";

/**
 * Cancels an appointment that has not started, for its client, its provider or an admin. Cancelling again changes nothing.
 *
 * @param now epoch seconds
 * @throws Refusal not-found, already-started, rescheduled, unavailable
 */
export async function cancel(appointmentId: string, caller: Caller, now: number): Promise<void> {
  const located = locate(appointmentId);
  const change = cancellation({ ...located, appointmentId }, caller, now);
  const client = cancelsOnlyFor(caller, located.providerId);
  const condition = all(ifId(appointmentId), ifHeldOrConfirmed(now), ifClient(client));
  const key = claimKey(located);
  const result = located.startsAt > now ? await update(updateOf(key, change, condition)) : { existing: await get(key) };
  if ("item" in result) return logger.info("cancelled", { appointmentId, cancelledBy: caller.userId });
  const appointment = visible(await appointmentAt(located, appointmentId, result.existing), caller, now);
  // Gone, never there, or a hold that lapsed: there is nothing to cancel.
  if (!appointment) throw noSuchAppointment();
  if (appointment.status !== "cancelled") {
    mustNotHaveStarted(appointment, now);
    throw unavailable();
  }
  if (appointment.rescheduledTo !== undefined) throw whyEnded(appointment);
}
