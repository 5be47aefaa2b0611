import { randomBytes } from "node:crypto";
import { encodeAppointmentId } from "../domain/appointment-id.ts";
import { type Appointment, type Blocked, type Claim, isLive } from "../domain/claim.ts";
import { endOf, type ScheduledSlot } from "../domain/slots.ts";
import type { Window } from "../domain/window.ts";
import { unavailable } from "../http/problem.ts";
import { doAll } from "./in-flight.ts";
import { finishIfLeaving } from "./move.ts";
import { MOST_ITEMS } from "./query.ts";
import { slotsOf } from "./slots.ts";
import { take } from "./take.ts";

/**
 * Takes a provider's free slots back: it claims each as a block, by the very write a client would reserve it with, so
 * of the two exactly one gets it.
 *
 * @param window on the grid, and ahead of `now`
 * @param now epoch seconds
 * @returns how many of its slots are withdrawn, now or earlier, and the appointments that stand, in order of time
 * @throws Problem unavailable; what was withdrawn until then stays so, and repeating the call goes on
 */
export async function withdraw(providerId: string, window: Window, now: number) {
  const slots = await Array.fromAsync(slotsOf(providerId, window, MOST_ITEMS, now));
  const stays = async ({ claim }: ScheduledSlot) => claim && !(await finishIfLeaving(claim, now)) && claim;
  const owners = await doAll(slots, async (slot) => (await stays(slot)) || (await block(slot, now)));
  const standing = owners.filter((owner): owner is Appointment => owner.status !== "blocked");
  return { withdrawn: owners.length - standing.length, standing };
}

/** Blocks a slot. Returns whose it is then: the block's, or that of a client who was faster. */
async function block({ providerId, startsAt }: ScheduledSlot, now: number): Promise<Claim> {
  const mine: Blocked = {
    status: "blocked",
    providerId,
    startsAt,
    appointmentId: encodeAppointmentId({ providerId, startsAt, reservedAt: now }, randomBytes(8)),
    expiresAt: endOf(startsAt),
  };
  const owner = (await take(mine, now)) ?? mine;
  if (!isLive(owner, now)) throw unavailable();
  return owner;
}
