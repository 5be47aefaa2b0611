/** What keeps one client from holding everything, or from being in two places at once. */

import { Problem } from "../http/problem.ts";
import { type Appointment, isLeaving, type Reserved } from "./claim.ts";
import { MAX_ACTIVE_HOLDS } from "./rules.ts";
import type { Slot } from "./slots.ts";
import { formatInstant } from "./time.ts";

/**
 * Throws client-busy or too-many-holds if the client may not take one more slot.
 *
 * @param live the client's appointments that own their slots. One on this very slot does not count: the slot itself, read
 *   strongly consistent, is known to be free.
 */
export function mustBeFair({ providerId, startsAt }: Slot, live: readonly Appointment[]) {
  const isOther = (one: Appointment) => one.providerId !== providerId || one.startsAt !== startsAt;
  // What is moved already is at another time.
  const others = live.filter((one) => isOther(one) && !isLeaving(one));
  const busy = others.find((one) => one.startsAt === startsAt);
  if (busy)
    throw new Problem("client-busy", "You have another appointment at this time.", {
      appointmentId: busy.appointmentId,
    });
  const holds = others.filter((one): one is Reserved => one.status === "reserved");
  if (holds.length < MAX_ACTIVE_HOLDS) return;
  throw new Problem("too-many-holds", `You hold ${holds.length} unconfirmed slots; confirm or cancel one first.`, {
    holds: holds.map(({ appointmentId, expiresAt }) => ({ appointmentId, expiresAt: formatInstant(expiresAt) })),
  });
}
