/** An appointment as an event of a calendar. */
import { type Appointment, type Cancelled, type Confirmed, counterpart, sequenceOf, uidOf } from "./claim.ts";
import type { CalendarEvent } from "./icalendar.ts";
import { endOf } from "./slot.ts";
import { type Profiles, publicName } from "./user.ts";

/** The event of an appointment in the calendar of `userId`. Its title names the other person. */
export const calendarEventOf = (
  appointment: Confirmed | Cancelled,
  userId: string,
  profiles: Profiles,
): CalendarEvent => ({
  uid: uidOf(appointment),
  sequence: sequenceOf(appointment),
  ...(appointment.status === "confirmed"
    ? { status: "CONFIRMED", changedAt: appointment.confirmedAt }
    : { status: "CANCELLED", changedAt: appointment.cancelledAt }),
  startsAt: appointment.startsAt,
  endsAt: endOf(appointment.startsAt),
  summary: `Appointment with ${nameIn(appointment, counterpart(userId, appointment), profiles)}`,
});

/** The name of one of an appointment's people; without a profile, the id. */
const nameIn = ({ providerId }: Appointment, userId: string, profiles: Profiles) => {
  const profile = profiles.get(userId);
  return (userId === providerId ? publicName(profile) : profile?.name) ?? userId;
};
