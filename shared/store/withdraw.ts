import { type Appointment, type Claim, isAppointment, isLive, newBlock } from "../domain/claim.ts";
import { unavailable } from "../domain/refusal.ts";
import type { ScheduledSlot } from "../domain/schedule.ts";
import type { Window } from "../domain/window.ts";
import { newClaimId } from "./appointments.ts";
import { claimSlot } from "./claim-slot.ts";
import { mapConcurrently } from "./concurrently.ts";
import { MAX_ITEMS } from "./query.ts";
import { slotsOf } from "./slots.ts";

/**
 * Withdraws a provider's free slots. It blocks each with the same write with which a client reserves, so that exactly one of
 * the two gets the slot.
 *
 * @param window on the grid, and ahead of `now`
 * @param now epoch seconds
 * @returns how many slots of the window are withdrawn, by this call or before, and its appointments, in order of time
 * @throws Refusal unavailable: what is withdrawn by then stays withdrawn, and repeating the call continues
 */
export async function withdraw(providerId: string, window: Window, now: number) {
  const slots = await Array.fromAsync(slotsOf(providerId, window, MAX_ITEMS, now));
  const owners = await mapConcurrently(slots, async (slot) => slot.owner ?? (await block(slot, now)));
  const appointments = owners.filter((owner): owner is Appointment => isAppointment(owner));
  return { withdrawn: owners.length - appointments.length, appointments };
}

/** Blocks a slot. Returns the claim that owns it now: the block, or the appointment of a client who was faster. */
async function block({ providerId, startsAt, claim }: ScheduledSlot, now: number): Promise<Claim> {
  const slot = { providerId, startsAt };
  const mine = newBlock(slot, newClaimId(slot, now));
  const refused = await claimSlot(mine, claim, now);
  if (!refused) return mine;
  if (!refused.existing || !isLive(refused.existing, now)) throw unavailable();
  return refused.existing;
}
