/** What callers see: the contract's shapes, made from the domain's. */
import type * as contract from "./contract/types.gen.ts";
import type { Appointment, Cancelled } from "./domain/claim.ts";
import { endOf, type Slot } from "./domain/slots.ts";
import { formatInstant } from "./domain/time.ts";
import type { User } from "./store/items.ts";

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

export const userReply = ({ createdAt, ...user }: User): contract.User =>
  ({ ...user, createdAt: formatInstant(createdAt) }) as contract.User;

/** The version of a profile as an entity tag, RFC 9110. */
export const entityTag = ({ version }: User) => `"${version}"`;

/** A reply that shows a whole profile, under its version. */
export const tagged = <R extends object>(user: User, reply: R & { headers?: Record<string, string> }) => ({
  ...reply,
  headers: { ...reply.headers, ETag: entityTag(user) },
});

/** What anyone may know of a provider. */
export const publicUserReply = ({ userId, name, timeZone }: User): contract.PublicUser => ({
  userId,
  role: "provider",
  name,
  ...(timeZone !== undefined && { timeZone }),
});
