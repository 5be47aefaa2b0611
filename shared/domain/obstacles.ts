/** What keeps a client from a slot, and a caller from an appointment. */
import { type Caller, maySee } from "./access.ts";
import type { Located } from "./appointment-id.ts";
import { type Appointment, type Cancelled, type Claim, holdEnds, isLive, isPresent } from "./claim.ts";
import { Refusal, unavailable } from "./refusal.ts";
import { REMEMBERED_SECONDS } from "./rules.ts";
import { type DaySheet, isOffered } from "./schedule.ts";
import { roundUp } from "./time.ts";
import { earliestStart } from "./window.ts";

/**
 * Throws Refusal too-soon or slot-not-offered. Checks the time first: the sheet of a past day may be deleted already, and
 * no answer may depend on that.
 */
export function mustBeOnOffer(sheet: DaySheet | undefined, startsAt: number, now: number) {
  const earliest = earliestStart(now);
  if (startsAt < earliest) throw new Refusal("too-soon", { earliestStart: roundUp(earliest) });
  if (!sheet || !isOffered(sheet, startsAt)) throw new Refusal("slot-not-offered", {});
}

/** Why a claim keeps others from its slot. If it has ended meanwhile, `unavailable`: repeating the call then works. */
export function whyNotFree(claim: Claim | undefined, now: number) {
  if (!claim || !isLive(claim, now)) return unavailable();
  if (claim.status === "confirmed") return new Refusal("slot-taken", {});
  if (claim.status === "blocked") return new Refusal("slot-not-offered", {});
  return new Refusal("slot-held", { retryAfter: claim.expiresAt - now });
}

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

export const noSuchAppointment = () => new Refusal("not-found", { what: "appointment" });

/** Why nothing can be done with an appointment that was cancelled or moved. */
export const whyEnded = ({ rescheduledTo }: Cancelled) =>
  rescheduledTo === undefined ? new Refusal("cancelled", {}) : new Refusal("rescheduled", { rescheduledTo });

/** Throws Refusal already-started for an appointment that has begun at `now`. */
export function mustNotHaveStarted({ startsAt }: Appointment, now: number) {
  if (startsAt <= now) throw new Refusal("already-started", { startsAt });
}
