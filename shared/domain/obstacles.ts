/** What keeps a client from a slot. */
import { type Claim, isLive } from "./claim.ts";
import { Refusal, unavailable } from "./refusal.ts";
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

/** Why a claim keeps others from its slot; `unavailable` if it has ended meanwhile: repeating the call then works. */
export function whyNotFree(claim: Claim | undefined, now: number) {
  if (!claim || !isLive(claim, now)) return unavailable();
  if (claim.status === "confirmed") return new Refusal("slot-taken", {});
  if (claim.status === "blocked") return new Refusal("slot-not-offered", {});
  return new Refusal("slot-held", { retryAfter: claim.expiresAt - now });
}
