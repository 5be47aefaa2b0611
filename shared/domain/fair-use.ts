/** What keeps one client from holding everything, or from being in two places at once. */
import type { Appointment, Reserved } from "./claim.ts";
import { Refusal } from "./refusal.ts";
import { MAX_ACTIVE_HOLDS } from "./rules.ts";
import type { Slot } from "./slot.ts";

/**
 * Throws Refusal client-busy or too-many-holds if the client may not take one more slot.
 *
 * @param live the client's appointments that own their slots, from an index that lags. One on this very slot is ignored: the
 *   caller knows that the slot is free
 */
export function mustBeFair({ providerId, startsAt }: Slot, live: readonly Appointment[]) {
  const others = live.filter((one) => one.providerId !== providerId || one.startsAt !== startsAt);
  const busy = others.find((one) => one.startsAt === startsAt);
  if (busy) throw new Refusal("client-busy", { appointmentId: busy.appointmentId });
  const holds = others.filter((one): one is Reserved => one.status === "reserved");
  if (holds.length >= MAX_ACTIVE_HOLDS) throw new Refusal("too-many-holds", { holds });
}
