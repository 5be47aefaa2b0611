import { getAppointmentCalendar } from "../shared/contract/getAppointmentCalendar.gen.ts";
import { calendarEventOf } from "../shared/domain/calendar-event.ts";
import type { Appointment, Cancelled, Confirmed } from "../shared/domain/claim.ts";
import { publishedEvent } from "../shared/domain/icalendar.ts";
import { whyEnded } from "../shared/domain/obstacles.ts";
import { Refusal } from "../shared/domain/refusal.ts";
import { publicName } from "../shared/domain/user.ts";
import { operation } from "../shared/http/operation.ts";
import { calendar } from "../shared/http/success.ts";
import { findAppointment } from "../shared/store/appointments.ts";
import { findProfiles } from "../shared/store/users.ts";

export const handler = operation(getAppointmentCalendar, async ({ path, caller, now }) => {
  const appointment = everConfirmed(await findAppointment(path.appointmentId, caller, now));
  const { providerId, clientId } = appointment;
  const profiles = await findProfiles([providerId, clientId]);
  const organizer = { userId: providerId, name: publicName(profiles.get(providerId)) };
  return calendar(publishedEvent(calendarEventOf(appointment, caller.userId, profiles), organizer, now));
});

/**
 * The appointment, if it was ever confirmed: only then can a calendar have it. A moved one is refused, because its calendar
 * event is now the new appointment's.
 */
function everConfirmed(appointment: Appointment): Confirmed | Cancelled {
  if (appointment.status === "reserved") throw new Refusal("not-confirmed", { wanted: "calendar" });
  if (appointment.status === "confirmed") return appointment;
  if (appointment.rescheduledTo !== undefined || appointment.confirmedAt === undefined) throw whyEnded(appointment);
  return appointment;
}
