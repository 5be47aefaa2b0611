/** The items of `table.ts`: parsed when they are read, and made from claims when they are written. */
import * as z from "zod/mini";
import { type Appointment, type Cancelled, type Claim, isAppointment } from "../domain/claim.ts";
import type { DaySheet } from "../domain/schedule.ts";
import type { User } from "../domain/user.ts";
import { appointmentSortKey, CANCELLED, claimKey, claimListing, PROVIDER, recordKey, UNCANCELLED } from "./keys.ts";

const provider = z.pipe(
  z.string().check(z.startsWith(PROVIDER)),
  z.transform((pk) => pk.slice(PROVIDER.length)),
);
const seconds = z.int();

const sheetItem = z.object({
  pk: provider,
  sk: z.iso.date(),
  offered: z.set(z.int().check(z.gte(0), z.lte(95))),
});

const claimFields = {
  pk: provider,
  sk: z.pipe(
    z.pipe(
      z.string(),
      z.transform((sk) => Date.parse(sk) / 1000),
    ),
    seconds,
  ),
  appointmentId: z.string(),
};
const recordFields = { appointmentId: z.string(), providerId: z.string(), startsAt: seconds };

const appointmentFields = {
  clientId: z.string(),
  reservedAt: seconds,
  rescheduledFrom: z.exactOptional(z.string()),
  eventUid: z.exactOptional(z.string()),
  eventSequence: z.exactOptional(z.int()),
};
const cancelledFields = {
  ...appointmentFields,
  status: z.literal("cancelled"),
  confirmedAt: z.exactOptional(seconds),
  cancelledAt: seconds,
  cancelledBy: z.string(),
  rescheduledTo: z.exactOptional(z.string()),
  expiresAt: seconds,
};

const claimItem = z.discriminatedUnion("status", [
  z.object({ ...claimFields, ...appointmentFields, status: z.literal("reserved"), expiresAt: seconds }),
  z.object({ ...claimFields, ...appointmentFields, status: z.literal("confirmed"), confirmedAt: seconds }),
  z.object({ ...claimFields, ...cancelledFields }),
  z.object({ ...claimFields, status: z.literal("blocked"), expiresAt: seconds }),
  z.object({ ...claimFields, status: z.literal("lifted"), expiresAt: seconds }),
]);
const recordItem = z.object({ ...recordFields, ...cancelledFields });

export function parseClaim(item: unknown): Claim {
  const { pk: providerId, sk: startsAt, ...rest } = claimItem.parse(item);
  return { providerId, startsAt, ...rest };
}

/** The claim in an item of the table, or undefined if the item is of another kind. */
export const claimIn = (item: Record<string, unknown>): Claim | undefined =>
  `${item.pk}`.startsWith(PROVIDER) && "status" in item ? parseClaim(item) : undefined;

export const parseRecord = (item: unknown): Cancelled => recordItem.parse(item);

/** Parses a sheet or a claim, since one Query returns both. Only a claim has a status. */
export function parseEntry(item: object): DaySheet | Claim {
  return "status" in item ? parseClaim(item) : parseSheet(item);
}

export function parseSheet(item: unknown): DaySheet {
  const { pk: providerId, sk: day, offered } = sheetItem.parse(item);
  return { providerId, day, offered };
}

/** Parses an appointment: a claim or a record. Only a record has `providerId` as an attribute. */
export function parseAppointment(item: unknown): Appointment {
  const appointment = "providerId" in Object(item) ? parseRecord(item) : parseClaim(item);
  if (!isAppointment(appointment)) throw new Error(`${appointment.appointmentId} is a block, not an appointment`);
  return appointment;
}

/** A claim as it is stored. */
export const claimItemOf = ({ providerId, startsAt, ...attributes }: Claim) => ({
  ...claimKey({ providerId, startsAt }),
  ...attributes,
  ...claimListing({ providerId, startsAt }),
  ...("clientId" in attributes && { appointmentKey: byClientKey({ providerId, startsAt, ...attributes }) }),
});

/** An appointment's sort key in the `byClient` index. */
const byClientKey = (appointment: Appointment) =>
  (appointment.status === "cancelled" ? CANCELLED : UNCANCELLED) + appointmentSortKey(appointment);

/** The record of a cancelled appointment whose slot was taken, as it is stored. */
export const recordItemOf = (cancelled: Cancelled) => ({
  ...recordKey(cancelled.appointmentId),
  ...cancelled,
  appointmentKey: byClientKey(cancelled),
});

const userItem = z.object({
  userId: z.string(),
  role: z.enum(["provider", "client"]),
  name: z.string(),
  email: z.exactOptional(z.string()),
  timeZone: z.exactOptional(z.string()),
  createdAt: seconds,
  version: z.int(),
});
export const parseUser = (item: unknown): User => userItem.parse(item);

/** The mark of a deleted user, so that a token that is still valid cannot create the profile, or a calendar feed, again. */
const deletedItem = z.object({ deletedAt: seconds, expiresAt: seconds });

/** A calendar feed: the SHA-256 of its secret, in base64url. */
const feedItem = z.object({ secretHash: z.string(), expiresAt: seconds });

/** The hash of a calendar feed's secret, if the item is a feed that has not ended at `now`. */
export function secretHashIn(item: unknown, now: number): string | undefined {
  const { data } = feedItem.safeParse(item);
  return data && data.expiresAt > now ? data.secretHash : undefined;
}

/** When a deleted user's id can be used again, in epoch seconds, if the item is such a mark and has not ended at `now`. */
export function deletedUntil(item: unknown, now: number): number | undefined {
  const { data } = deletedItem.safeParse(item);
  return data && data.expiresAt > now ? data.expiresAt : undefined;
}
