import { getAppointmentCalendar } from "../shared/contract/getAppointmentCalendar.gen.ts";
import { type Appointment, eventSequence, eventUid } from "../shared/domain/claim.ts";
import { type CalendarEvent, formatCalendar } from "../shared/domain/icalendar.ts";
import { Refusal } from "../shared/domain/refusal.ts";
import { endOf } from "../shared/domain/slot.ts";
import { operation } from "../shared/http/operation.ts";
import { calendar } from "../shared/http/success.ts";
import { findAppointment } from "../shared/store/appointments.ts";
import { findProfile } from "../shared/store/users.ts";

export const handler = operation(getAppointmentCalendar, async ({ path, caller, now }) => {
  const appointment = await findAppointment(path.appointmentId, caller, now);
  const state = eventStateOf(appointment);
  const provider = await findProfile(appointment.providerId);
  return calendar(
    formatCalendar({
      uid: eventUid(appointment),
      sequence: eventSequence(appointment),
      ...state,
      startsAt: appointment.startsAt,
      endsAt: endOf(appointment.startsAt),
      summary: `Appointment with ${provider?.name ?? appointment.providerId}`,
    }),
  );
});

/**
 * A cancelled appointment is an event, CANCELLED, only if it was once confirmed: else no calendar has it. When an
 * appointment is moved, its event goes on as the new appointment's.
 */
function eventStateOf(appointment: Appointment): Pick<CalendarEvent, "status" | "changedAt"> {
  if (appointment.status === "reserved") throw new Refusal("not-confirmed", { wanted: "calendar" });
  if (appointment.status === "confirmed") return { status: "CONFIRMED", changedAt: appointment.confirmedAt };
  const { rescheduledTo } = appointment;
  if (rescheduledTo !== undefined) throw new Refusal("rescheduled", { rescheduledTo });
  if (appointment.confirmedAt === undefined) throw new Refusal("cancelled", {});
  return { status: "CANCELLED", changedAt: appointment.cancelledAt };
}
