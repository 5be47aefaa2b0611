/** What keeps a client from a slot. */

import { Problem, unavailable } from "../http/problem.ts";
import { type Claim, isLive } from "./claim.ts";
import { NOTICE_SECONDS } from "./rules.ts";
import { type DaySheet, isOffered } from "./slots.ts";
import { formatInstant, roundUp } from "./time.ts";
import { earliestStart } from "./window.ts";

/** Throws too-soon, and slot-not-offered: in this order, for the sheet of a day gone by may have been swept, or not. */
export function mustBeOnOffer(sheet: DaySheet | undefined, startsAt: number, now: number) {
  if (startsAt < earliestStart(now)) throw tooSoon(now);
  if (!sheet || !isOffered(sheet, startsAt)) throw notOffered();
}

const notOffered = () => new Problem("slot-not-offered", "The provider does not offer this slot.");

function tooSoon(now: number) {
  const earliest = formatInstant(roundUp(earliestStart(now)));
  const detail = `A slot is reserved at least ${NOTICE_SECONDS / 3600} hours ahead; the earliest start is now ${earliest}.`;
  return new Problem("too-soon", detail, { earliestStart: earliest });
}

/** Why a claim keeps others from its slot. One that is over by now (it was not when the write met it) is worth a repeat. */
export function inTheWay(claim: Claim, now: number) {
  if (!isLive(claim, now)) return unavailable();
  if (claim.status === "confirmed") return new Problem("slot-taken", "Someone has booked this slot.");
  if (claim.status !== "reserved") return notOffered();
  const retryAfter = claim.expiresAt - now;
  const detail = `Someone holds this slot; unless they confirm, it is free in ${retryAfter} seconds.`;
  return new Problem("slot-held", detail, { retryAfter });
}
