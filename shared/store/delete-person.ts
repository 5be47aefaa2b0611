import type { Caller } from "../domain/access.ts";
import { type Appointment, isAppointment, isLive } from "../domain/claim.ts";
import { latestEnd } from "../domain/hours.ts";
import { isRefusal, Refusal, unavailable } from "../domain/refusal.ts";
import { DAY_SECONDS } from "../domain/rules.ts";
import type { Slot } from "../domain/slot.ts";
import type { VersionRule } from "../domain/version.ts";
import { cancel } from "./cancel.ts";
import { uncancelledFrom } from "./client-appointments.ts";
import { mapConcurrently } from "./concurrently.ts";
import { slotsOf } from "./slots.ts";
import { replaceByMarks } from "./users.ts";

/** How many appointments and slots the refusal lists. */
const MAX_LISTED = 10;

/** About how many slots the first Query reads. Withdrawn slots count, but are not listed. */
const PAGE_SIZE = 100;

/** How many appointments one call cancels, so that it ends long before the gateway stops waiting. */
const MAX_CANCELLED = 200;

/**
 * Deletes a person. It refuses a provider who still has appointments or hours. Then it puts marks in the place of the profile
 * and the calendar feed for `DELETED_SECONDS`, two days, after which all their tokens have expired. Then it cancels their
 * holds and future appointments as a client. In this order they cannot book anything new in between. If a deletion breaks
 * off, repeating it finishes it. One call cancels at most `MAX_CANCELLED` appointments.
 *
 * @param versions which versions of the profile may be deleted
 * @param now epoch seconds
 * @throws Refusal version-mismatch; has-appointments for a provider with appointments ahead or hours on offer; unavailable
 *   if there are more appointments to cancel: repeating the call continues
 */
export async function deletePerson(userId: string, caller: Caller, versions: VersionRule, now: number): Promise<void> {
  await mustOfferNothing(userId, now);
  await replaceByMarks(userId, versions, now);
  const ahead: Appointment[] = [];
  for await (const one of uncancelledFrom(userId, now)) {
    if (ahead.length > MAX_CANCELLED) break;
    // Lapsed holds do not count, however long DynamoDB takes to delete them.
    if (isLive(one, now) && one.startsAt > now) ahead.push(one);
  }
  const some = ahead.slice(0, MAX_CANCELLED);
  await mapConcurrently(some, ({ appointmentId }) => cancelFollowingMoves(appointmentId, caller, now));
  if (some.length < ahead.length) throw unavailable();
}

/** Cancels an appointment or, if it was moved since it was listed, the one it became. */
async function cancelFollowingMoves(appointmentId: string, caller: Caller, now: number): Promise<void> {
  try {
    await cancel(appointmentId, caller, now);
  } catch (error) {
    if (isRefusal(error, "rescheduled")) return cancelFollowingMoves(error.facts.rescheduledTo, caller, now);
    // It has lapsed or begun in the meantime.
    if (!isRefusal(error, "not-found") && !isRefusal(error, "already-started")) throw error;
  }
}

/**
 * Throws Refusal has-appointments while a provider has appointments or free slots ahead, read strongly consistent. It also
 * reads every slot that they withdrew, up to the latest that may be offered: five years ahead.
 */
async function mustOfferNothing(providerId: string, now: number) {
  const appointments: Appointment[] = [];
  const slots: Slot[] = [];
  // A day more, since the server that took the hours may have had a faster clock.
  const ahead = { from: now + 1, to: latestEnd(now) + DAY_SECONDS };
  for await (const { owner, startsAt } of slotsOf(providerId, ahead, PAGE_SIZE, now)) {
    if (!owner) slots.push({ providerId, startsAt });
    else if (isAppointment(owner)) appointments.push(owner);
    if (slots.length + appointments.length === MAX_LISTED) break;
  }
  if (slots.length + appointments.length > 0) throw new Refusal("has-appointments", { appointments, slots });
}
