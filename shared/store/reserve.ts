import { type Appointment, type Claim, isAppointment, isLive, newHold } from "../domain/claim.ts";
import { mustBeFair } from "../domain/fair-use.ts";
import { mustBeOnOffer, whyNotFree } from "../domain/obstacles.ts";
import { Refusal } from "../domain/refusal.ts";
import type { Slot } from "../domain/slot.ts";
import { newClaimId } from "./appointments.ts";
import { claimSlot } from "./claim-slot.ts";
import { appointmentsForFairUse } from "./client-appointments.ts";
import { readForReserve } from "./read.ts";

/**
 * Holds a slot for a client. Two parallel reads refuse most of a crowd without a write, and one conditional write alone
 * decides the race.
 *
 * @param now epoch seconds
 * @returns the hold, or the appointment this client has there already (`created` false), which is never extended
 * @throws Refusal forbidden, too-soon, slot-not-offered, slot-held, slot-taken, too-many-holds, client-busy, unavailable
 */
export async function reserve(
  slot: Slot,
  clientId: string,
  now: number,
): Promise<{ appointment: Appointment; created: boolean }> {
  const [{ sheet, claim, clientIsDeleted }, appointments] = await Promise.all([
    readForReserve(slot, clientId, now),
    appointmentsForFairUse(slot.startsAt, clientId, now),
  ]);
  if (clientIsDeleted) throw new Refusal("forbidden", { rule: "reserve-for-deleted" });
  const owned = ownedBy(clientId, claim, now);
  if (owned) return { appointment: owned, created: false };
  mustBeOnOffer(sheet, slot.startsAt, now);
  if (claim && isLive(claim, now)) throw whyNotFree(claim, now);
  mustBeFair(slot, appointments);

  const mine = newHold(slot, newClaimId(slot, now), clientId, now);
  const refused = await claimSlot(mine, claim, now);
  if (!refused) return { appointment: mine, created: true };
  // This client has the slot: by this write, which the SDK repeated, or by a faster call.
  const meanwhile = ownedBy(clientId, refused.existing, now);
  if (!meanwhile) throw whyNotFree(refused.existing, now);
  return { appointment: meanwhile, created: meanwhile.appointmentId === mine.appointmentId };
}

const ownedBy = (clientId: string, claim: Claim | undefined, now: number): Appointment | undefined =>
  claim && isAppointment(claim) && claim.clientId === clientId && isLive(claim, now) ? claim : undefined;
