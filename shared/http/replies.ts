/** Turns the domain's values into the contract's shapes. */
import type * as contract from "../contract/types.gen.ts";
import type { Appointment, Cancelled, Claim } from "../domain/claim.ts";
import { type Adjustment, formatLocal, formatReading } from "../domain/local-time.ts";
import { offsetsOf } from "../domain/offsets.ts";
import { endOf, type ScheduledSlot, type Slot } from "../domain/slots.ts";
import { formatInstant } from "../domain/time.ts";
import type { User } from "../domain/user.ts";

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

export const slotReply = ({ providerId, startsAt }: Slot): contract.Slot => ({
  providerId,
  startsAt: formatInstant(startsAt),
  endsAt: formatInstant(endOf(startsAt)),
});

/** Slots with their starts on a zone's wall clock. */
export function localSlotReply(timeZone: string) {
  const offsetAt = offsetsOf(timeZone);
  return (slot: Slot): contract.Slot => ({
    ...slotReply(slot),
    localStart: formatLocal(slot.startsAt, offsetAt(slot.startsAt)),
  });
}

export const scheduledSlotReply = ({ startsAt, claim }: ScheduledSlot): contract.ScheduledSlot => ({
  startsAt: formatInstant(startsAt),
  endsAt: formatInstant(endOf(startsAt)),
  ...(claim === undefined ? { status: "open" } : ownerReply(claim)),
});

function ownerReply(claim: Claim) {
  if (claim.status === "blocked") return { status: "withdrawn" } as const;
  const { status, appointmentId, clientId, expiresAt } = appointmentReply(claim);
  return { status: status as "reserved" | "confirmed", appointmentId, clientId, ...(expiresAt && { expiresAt }) };
}

export const userReply = ({ userId, role, name, email, timeZone, createdAt, version }: User): contract.User => ({
  userId,
  role,
  name,
  ...(email !== undefined && { email }),
  ...(timeZone !== undefined && { timeZone }),
  createdAt: formatInstant(createdAt),
  version,
});

/** The version of a profile as an entity tag, RFC 9110. */
export const entityTag = ({ version }: User) => `"${version}"`;

/** Adds the entity tag to a reply that shows a whole profile. */
export const tagged = <R extends object>(user: User, reply: R & { headers?: Record<string, string> }) => ({
  ...reply,
  headers: { ...reply.headers, ETag: entityTag(user) },
});

/** What everyone may see of a provider. */
export const publicUserReply = ({ userId, name, timeZone }: User): contract.PublicUser => ({
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
