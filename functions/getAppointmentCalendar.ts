import { getAppointmentCalendar } from "../shared/contract/getAppointmentCalendar.gen.ts";
import type { Appointment } from "../shared/domain/claim.ts";
import { type CalendarEvent, formatCalendar } from "../shared/domain/icalendar.ts";
import { endOf } from "../shared/domain/slots.ts";
import { calendar, operation } from "../shared/http/operation.ts";
import { Problem } from "../shared/http/problem.ts";
import { findAppointment } from "../shared/store/appointments.ts";
import { findProfile } from "../shared/store/users.ts";

export const handler = operation(getAppointmentCalendar, async ({ path, caller, now }) => {
  const appointment = await findAppointment(path.appointmentId, caller, now);
  const state = stateOf(appointment);
  const provider = await findProfile(appointment.providerId);
  return calendar(
    formatCalendar({
      uid: appointment.appointmentId,
      ...state,
      startsAt: appointment.startsAt,
      endsAt: endOf(appointment.startsAt),
      summary: `Appointment with ${provider?.name ?? appointment.providerId}`,
    }),
  );
});

/** A calendar that has the event learns of its end too; what was never confirmed was never in one. */
function stateOf(appointment: Appointment): Pick<CalendarEvent, "sequence" | "status" | "changedAt"> {
  if (appointment.status === "reserved")
    throw new Problem("not-confirmed", "This appointment is reserved; confirm it before you put it into a calendar.");
  if (appointment.status === "confirmed")
    return { sequence: 0, status: "CONFIRMED", changedAt: appointment.confirmedAt };
  if (appointment.confirmedAt === undefined) throw new Problem("cancelled", "This appointment was cancelled.");
  return { sequence: 1, status: "CANCELLED", changedAt: appointment.cancelledAt };
}
