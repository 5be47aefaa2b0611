/**
 * What a change of one slot's claim tells the world. It is decided from the claim before and after the change alone: the
 * stream of the table shows the two claims of a move apart and in any order.
 */
import { type Appointment, type Claim, isAppointment } from "./claim.ts";

export interface AppointmentEvent {
  type: "reserved" | "confirmed" | "cancelled" | "rescheduled" | "expired";
  /** When it happened, epoch seconds. */
  time: number;
  /** As it was right after that. One that expired is as it was before: nobody writes that a hold is over. */
  appointment: Appointment;
}

/** The events of one change, in order. Each is the only one of its type that its appointment ever has. */
export function eventsOf(before: Claim | undefined, after: Claim | undefined): AppointmentEvent[] {
  if (before?.appointmentId === after?.appointmentId) return after ? becoming(after, before) : [];
  return [...(before ? leaving(before) : []), ...(after ? becoming(after) : [])];
}

/** Only what is over leaves its slot. Of that, nobody has yet been told that a hold lapsed. */
const leaving = (claim: Claim): AppointmentEvent[] =>
  claim.status === "reserved" ? [{ type: "expired", time: claim.expiresAt, appointment: claim }] : [];

/** @param before the same appointment or block before the change, if it stood there */
function becoming(appointment: Claim, before?: Claim): AppointmentEvent[] {
  if (!isAppointment(appointment) || appointment.status === before?.status) return [];
  switch (appointment.status) {
    case "reserved":
      return [{ type: "reserved", time: appointment.reservedAt, appointment }];
    case "confirmed": {
      const type = appointment.rescheduledFrom === undefined ? "confirmed" : "rescheduled";
      return [{ type, time: appointment.confirmedAt, appointment }];
    }
    case "cancelled":
      // One that was moved goes on elsewhere, and the event of the move is told there.
      return appointment.rescheduledTo === undefined
        ? [{ type: "cancelled", time: appointment.cancelledAt, appointment }]
        : [];
  }
}
