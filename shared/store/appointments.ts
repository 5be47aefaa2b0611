/** Appointments by their ids. */
import { randomBytes } from "node:crypto";
import type { Caller } from "../domain/access.ts";
import { decodeAppointmentId, encodeAppointmentId, type Located } from "../domain/appointment-id.ts";
import { type Appointment, type Claim, isAppointment } from "../domain/claim.ts";
import { noSuchAppointment, throwMissing, visible } from "../domain/obstacles.ts";
import type { Slot } from "../domain/slot.ts";
import { parseClaim } from "./items.ts";
import { claimKey } from "./keys.ts";
import { get, readClaimAndRecord } from "./read.ts";

export const newClaimId = ({ providerId, startsAt }: Slot, now: number) =>
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
 * The appointment with this id. `item` is what was read on its slot. If that is nothing or another claim, someone may have
 * taken the slot since, and a second read looks at claim and record.
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
