/** Finds appointments by their ids, and says why nothing can be done with one that is over. */
import { randomBytes } from "node:crypto";
import { type Caller, maySee } from "../domain/access.ts";
import { decodeAppointmentId, encodeAppointmentId, type Located } from "../domain/appointment-id.ts";
import { type Appointment, type Cancelled, type Claim, holdEnds, isAppointment, isPresent } from "../domain/claim.ts";
import { Refusal } from "../domain/refusal.ts";
import { REMEMBERED_SECONDS } from "../domain/rules.ts";
import type { Slot } from "../domain/slot.ts";
import { parseClaim } from "./items.ts";
import { claimKey } from "./keys.ts";
import { get, readClaimAndRecord } from "./read.ts";

export const newAppointmentId = ({ providerId, startsAt }: Slot, now: number) =>
  encodeAppointmentId({ providerId, startsAt, reservedAt: now }, randomBytes(8));

/**
 * The appointment with this id, whatever its state, if its client, its provider or an admin asks.
 *
 * @param now epoch seconds
 * @throws Refusal not-found, reservation-expired
 */
export async function findAppointment(appointmentId: string, caller: Caller, now: number): Promise<Appointment> {
  const located = locate(appointmentId);
  const found = await appointmentAt(located, appointmentId, await get(claimKey(located)));
  return visible(found, caller, now) ?? throwMissing(located, now);
}

/** Where an id says its appointment is. Throws Refusal not-found for a text that is not one of our ids. */
export function locate(appointmentId: string): Located {
  const located = decodeAppointmentId(appointmentId);
  if (!located) throw noSuchAppointment();
  return located;
}

/**
 * The appointment with this id. `item` is what the caller found on its slot. If that is nothing or another claim, someone
 * may have taken the slot, and a second read looks at claim and record.
 */
export async function appointmentAt(
  slot: Slot,
  appointmentId: string,
  item: unknown,
): Promise<Appointment | undefined> {
  const first = item === undefined ? undefined : withId(parseClaim(item), appointmentId);
  if (first) return first;
  const second = await readClaimAndRecord(slot, appointmentId);
  return withId(second.claim, appointmentId) ?? second.record;
}

/** The claim, if it is the appointment with this id. */
export const withId = (claim: Claim | undefined, appointmentId: string): Appointment | undefined =>
  claim && isAppointment(claim) && claim.appointmentId === appointmentId ? claim : undefined;

/** The appointment, if it is still there at `now` and the caller may know of it. */
export const visible = <A extends Appointment>(
  appointment: A | undefined,
  caller: Caller,
  now: number,
): A | undefined =>
  appointment && isPresent(appointment, now) && maySee(caller, appointment) ? appointment : undefined;

/**
 * Refuses what has lapsed, does not exist or is not the caller's. Decided from the id alone, so that strangers learn
 * nothing: for 30 days after the half hour that the id names, every caller is told that the reservation expired.
 */
export function throwMissing({ reservedAt }: Located, now: number): never {
  const expiredAt = holdEnds(reservedAt);
  if (expiredAt <= now && now < expiredAt + REMEMBERED_SECONDS) throw new Refusal("reservation-expired", { expiredAt });
  throw noSuchAppointment();
}

/** Why nothing can be done with an appointment that was cancelled or moved. */
export const whyOver = ({ rescheduledTo }: Cancelled) =>
  rescheduledTo === undefined ? new Refusal("cancelled", {}) : new Refusal("rescheduled", { rescheduledTo });

/** Throws Refusal already-started for an appointment that has begun at `now`. */
export function mustNotHaveStarted({ startsAt }: Appointment, now: number) {
  if (startsAt <= now) throw new Refusal("already-started", { startsAt });
}

export const noSuchAppointment = () => new Refusal("not-found", { what: "appointment" });
