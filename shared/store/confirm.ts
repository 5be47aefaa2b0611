import { type Caller, confirmsOnlyFor } from "../domain/access.ts";
import type { Appointment } from "../domain/claim.ts";
import { throwMissing, visible, whyEnded } from "../domain/obstacles.ts";
import { unavailable } from "../domain/refusal.ts";
import { appointmentAt, locate } from "./appointments.ts";
import { all, ifClient, ifHeldOrConfirmed, ifId } from "./conditions.ts";
import { parseAppointment } from "./items.ts";
import { claimKey } from "./keys.ts";
import { confirmation } from "./status-changes.ts";
import { update, updateOf } from "./write.ts";

/**
 * Confirms a live hold, for its client or an admin. Confirming again changes nothing.
 *
 * @param now epoch seconds
 * @throws Refusal not-found, reservation-expired, cancelled, rescheduled, unavailable
 */
export async function confirm(appointmentId: string, caller: Caller, now: number): Promise<Appointment> {
  const located = locate(appointmentId);
  const condition = all(ifId(appointmentId), ifHeldOrConfirmed(now), ifClient(confirmsOnlyFor(caller)));
  const result = await update(updateOf(claimKey(located), confirmation(now), condition));
  if ("item" in result) return parseAppointment(result.item);
  const appointment = visible(await appointmentAt(located, appointmentId, result.existing), caller, now);
  if (!appointment) return throwMissing(located, now);
  throw appointment.status === "cancelled" ? whyEnded(appointment) : unavailable();
}
