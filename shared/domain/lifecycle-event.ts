/**
 * The events that a change of one slot's claim causes. Only the claim before and after the change counts: the table's stream
 * delivers the two claims of a move separately, in any order.
 */
import { type Appointment, type Claim, isAppointment } from "./claim.ts";

export interface LifecycleEvent {
  type: "reserved" | "confirmed" | "cancelled" | "rescheduled" | "expired";
  /** When it happened, epoch seconds. */
  time: number;
  /** As it was right after the change. For `expired`, as it was before, since nothing is written when a hold ends. */
  appointment: Appointment;
}

/** The events of one change, in order. An appointment never has two of one type. */
export function eventsOf(before: Claim | undefined, after: Claim | undefined): LifecycleEvent[] {
  if (before?.appointmentId === after?.appointmentId) return after ? eventsOfStatus(after, before) : [];
  return [...(before ? eventsOfEnd(before) : []), ...(after ? eventsOfStatus(after) : [])];
}

/** Only a claim that is over is replaced or deleted. Of those, only the end of a hold has not been published yet. */
const eventsOfEnd = (claim: Claim): LifecycleEvent[] =>
  claim.status === "reserved" ? [{ type: "expired", time: claim.expiresAt, appointment: claim }] : [];

/** @param before the same appointment or block before the change, if it stood there */
function eventsOfStatus(appointment: Claim, before?: Claim): LifecycleEvent[] {
  if (!isAppointment(appointment) || appointment.status === before?.status) return [];
  switch (appointment.status) {
    case "reserved":
      return [{ type: "reserved", time: appointment.reservedAt, appointment }];
    case "confirmed": {
      const type = appointment.rescheduledFrom === undefined ? "confirmed" : "rescheduled";
      return [{ type, time: appointment.confirmedAt, appointment }];
    }
    case "cancelled":
      // If it was moved, the claim on the new slot causes the event.
      return appointment.rescheduledTo === undefined
        ? [{ type: "cancelled", time: appointment.cancelledAt, appointment }]
        : [];
  }
}
