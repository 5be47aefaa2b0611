/** Turns the domain's values into the contract's shapes. */
import type * as contract from "../contract/types.gen.ts";
import { decodeAppointmentId } from "../domain/appointment-id.ts";
import { type Appointment, type Cancelled, type Claim, sequenceOf, uidOf } from "../domain/claim.ts";
import type { LifecycleEvent } from "../domain/lifecycle-event.ts";
import { type Adjustment, formatLocal, formatReading } from "../domain/local-time.ts";
import { offsetsOf } from "../domain/offsets.ts";
import type { ScheduledSlot } from "../domain/schedule.ts";
import { endOf, type Slot } from "../domain/slot.ts";
import { formatInstant } from "../domain/time.ts";
import { type Profiles, publicName, type User } from "../domain/user.ts";
import { entityTag } from "./entity-tags.ts";

export const appointmentReply = (appointment: Appointment): contract.Appointment => {
  const { appointmentId, providerId, clientId, startsAt, status, reservedAt, rescheduledFrom } = appointment;
  return {
    appointmentId,
    providerId,
    clientId,
    startsAt: formatInstant(startsAt),
    endsAt: formatInstant(endOf(startsAt)),
    status,
    reservedAt: formatInstant(reservedAt),
    ...(status === "reserved" && {
      expiresAt: formatInstant(appointment.expiresAt),
    }),
    ...(status !== "reserved" &&
      appointment.confirmedAt !== undefined && {
        confirmedAt: formatInstant(appointment.confirmedAt),
      }),
    ...(rescheduledFrom !== undefined && { rescheduledFrom }),
    ...(status === "cancelled" && cancellation(appointment)),
  };
};

const cancellation = ({ clientId, providerId, cancelledAt, cancelledBy, rescheduledTo }: Cancelled) =>
  ({
    cancelledAt: formatInstant(cancelledAt),
    cancelledBy: cancelledBy === clientId ? "client" : cancelledBy === providerId ? "provider" : "admin",
    ...(rescheduledTo !== undefined && { rescheduledTo }),
  }) as const;

export function eventReply({ type: kind, time, appointment }: LifecycleEvent): contract.AppointmentEvent {
  const { appointmentId, rescheduledFrom } = appointment;
  const type = `appointment.${kind}` as const;
  return {
    id: `${appointmentId}:${type}`,
    type,
    version: 1,
    time: formatInstant(time),
    calendar: { uid: uidOf(appointment), sequence: sequenceOf(appointment) },
    appointment: appointmentReply(appointment),
    ...(kind === "rescheduled" && rescheduledFrom !== undefined && { from: slotIn(rescheduledFrom) }),
  };
}

function slotIn(appointmentId: string) {
  const located = decodeAppointmentId(appointmentId);
  if (!located) throw new Error(`${appointmentId} is not an appointment's id`);
  return {
    appointmentId,
    startsAt: formatInstant(located.startsAt),
    endsAt: formatInstant(endOf(located.startsAt)),
  };
}

/** The names and the email of an appointment's people. Whoever may read the appointment may see them. */
export const peopleReply = ({ providerId, clientId }: Appointment, profiles: Profiles) => {
  const providerName = publicName(profiles.get(providerId));
  return { ...(providerName !== undefined && { providerName }), ...clientReply(profiles.get(clientId)) };
};

const clientReply = (profile: User | undefined) => ({
  ...(profile && { clientName: profile.name }),
  ...(profile?.email !== undefined && { clientEmail: profile.email }),
});

export const slotReply = ({ providerId, startsAt }: Slot): contract.Slot => ({
  providerId,
  startsAt: formatInstant(startsAt),
  endsAt: formatInstant(endOf(startsAt)),
});

/** The reply for a slot, which also has its start on a zone's wall clock. */
export function localSlotReply(timeZone: string) {
  const offsetAt = offsetsOf(timeZone);
  return (slot: Slot): contract.Slot => ({
    ...slotReply(slot),
    localStart: formatLocal(slot.startsAt, offsetAt(slot.startsAt)),
  });
}

/** The reply for a slot of a schedule, with its client's name and email where `profiles` has them. */
export const scheduledSlotReply =
  (profiles: Profiles) =>
  ({ startsAt, owner }: ScheduledSlot): contract.ScheduledSlot => ({
    startsAt: formatInstant(startsAt),
    endsAt: formatInstant(endOf(startsAt)),
    ...(owner === undefined ? { status: "open" } : ownerReply(owner, profiles)),
  });

function ownerReply(owner: Claim, profiles: Profiles): Omit<contract.ScheduledSlot, "startsAt" | "endsAt"> {
  if (owner.status !== "reserved" && owner.status !== "confirmed") return { status: "withdrawn" };
  const { status, appointmentId, clientId } = owner;
  return {
    status,
    appointmentId,
    clientId,
    ...clientReply(profiles.get(clientId)),
    ...(status === "reserved" && { expiresAt: formatInstant(owner.expiresAt) }),
  };
}

export const userReply = ({ createdAt, ...user }: User): contract.User => ({
  ...user,
  createdAt: formatInstant(createdAt),
});

/** Adds the entity tag to a reply that shows a whole profile. */
export const tagged = <R extends object>(user: User, reply: R & { headers?: Record<string, string> }) => ({
  ...reply,
  headers: { ...reply.headers, ETag: entityTag(user) },
});

/** What everyone may see of a provider. */
export const publicUserReply = ({ userId, name, timeZone }: User): contract.Provider => ({
  userId,
  role: "provider",
  name,
  ...(timeZone !== undefined && { timeZone }),
});

export const adjustmentReply = ({ change, from, to }: Adjustment): contract.Adjustment => ({
  change,
  from: formatReading(from),
  to: formatReading(to),
});
