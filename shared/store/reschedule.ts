import { randomBytes } from "node:crypto";
import type { Caller } from "../caller.ts";
import { encodeAppointmentId } from "../domain/appointment-id.ts";
import { type Appointment, type Cancelled, type Claim, type Confirmed, isLive } from "../domain/claim.ts";
import { inTheWay, mustBeOnOffer } from "../obstacles.ts";
import { Problem, unavailable } from "../problem.ts";
import { cancelled, locate, mustLieAhead, notThere, rescheduled, visible } from "./appointments.ts";
import { readMove, type SlotState } from "./claims.ts";
import { appointmentsOf } from "./client-appointments.ts";
import { giveBack, moveFrom, settle, takeUp } from "./move.ts";
import { takeOrOwnHold } from "./take.ts";

/**
 * Moves a confirmed appointment to another slot of its provider: takes the new slot, then gives the old one up, so that
 * whatever breaks off in between leaves the client with both and nothing lost. docs/lifecycle.md has it in words.
 *
 * @param startsAt of the new slot, epoch seconds, on the grid
 * @param now epoch seconds
 * @returns the new appointment
 * @throws Problem not-found, reservation-expired, not-confirmed, already-started, rescheduled, cancelled, and what keeps
 *   the client from the new slot
 */
export async function reschedule(
  appointmentId: string,
  startsAt: number,
  caller: Caller,
  now: number,
): Promise<Appointment> {
  const located = locate(appointmentId);
  const { old: there, target } = await readMove(located.providerId, located.startsAt, startsAt);
  const old = visible(there, appointmentId, caller, now);
  const earlier = movedHere(target.claim, appointmentId, caller);
  if (!old) {
    // An earlier try of this very move gave the slot up, and someone has taken it over. Or else a call that took the new slot
    // is about to give it back: it must not, once this one has said that it stands.
    if (earlier) return settle(earlier);
    throw notThere(located, now);
  }
  if (old.status === "reserved")
    throw new Problem("not-confirmed", "This appointment is reserved; confirm it before you move it.");
  if (old.status === "cancelled") {
    if (earlier && earlier.appointmentId === old.rescheduledTo) return earlier;
    if (earlier) await giveBack(earlier, caller, now);
    throw gone(old);
  }
  mustLieAhead(old, now);
  if (startsAt === old.startsAt) return old;
  const { claim, isOurs } = earlier ? { claim: earlier, isOurs: false } : await takeFor(old, target, startsAt, now);
  // What another call took may be under way still: from here on it is this call's to give back.
  const mine = isOurs ? claim : await takeUp(claim, newAttempt());
  return finish(old, mine, isOurs, caller, now);
}

/** The claim as the one this appointment was moved to, if it is that and the caller's. */
const movedHere = (claim: Claim | undefined, appointmentId: string, { userId, role }: Caller) =>
  claim?.status === "confirmed" &&
  claim.rescheduledFrom === appointmentId &&
  (role === "admin" || userId === claim.clientId)
    ? claim
    : undefined;

/** Takes the new slot. Returns its claim, ours or that of another call of this very move that was faster. */
async function takeFor(
  { providerId, clientId, appointmentId }: Confirmed,
  { sheet, claim }: SlotState,
  startsAt: number,
  now: number,
): Promise<{ claim: Confirmed; isOurs: boolean }> {
  mustBeOnOffer(sheet, startsAt, now);
  const isOwnHold = claim?.status === "reserved" && claim.clientId === clientId;
  if (claim && !isOwnHold && isLive(claim, now)) throw inTheWay(claim, now);
  const mine: Confirmed = {
    status: "confirmed",
    providerId,
    startsAt,
    appointmentId: encodeAppointmentId({ providerId, startsAt, reservedAt: now }, randomBytes(8)),
    clientId,
    reservedAt: now,
    confirmedAt: now,
    rescheduledFrom: appointmentId,
    attempt: newAttempt(),
  };
  const owner = (await takeOrOwnHold(mine, now)) ?? mine;
  if (owner.status !== "confirmed" || owner.rescheduledFrom !== appointmentId) throw inTheWay(owner, now);
  const isOurs = owner.appointmentId === mine.appointmentId;
  return { claim: isOurs ? mine : owner, isOurs };
}

const newAttempt = () => randomBytes(8).toString("base64url");

/** Gives the old slot up, or, where someone else was faster with that, the new one. */
async function finish(old: Confirmed, mine: Confirmed, isOurs: boolean, caller: Caller, now: number) {
  const { done, claim, repeated } = await moveFrom(old, mine.appointmentId, caller, now);
  if (done) return mine;
  if (claim?.status === "cancelled" && claim.appointmentId === old.appointmentId) {
    if (claim.rescheduledTo === mine.appointmentId) return mine;
    await giveBack(mine, caller, now);
    throw gone(claim);
  }
  // Someone has taken the old slot over, so it does not say any more who gave it up. It may have been this very move: in
  // an earlier try of this write, or in another call that took the new slot up. Then the new slot must stand, and does
  // unless yet another call saw the end of the appointment and gave it back.
  if (repeated || !isOurs) return settle(mine);
  if (!(await giveBack(mine, caller, now))) throw unavailable();
  const winner = await movedElsewhere(old, mine, now);
  throw winner ? rescheduled(winner) : cancelled();
}

const gone = ({ rescheduledTo }: Cancelled) => (rescheduledTo === undefined ? cancelled() : rescheduled(rescheduledTo));

/**
 * Where else an appointment was moved to, as far as the index knows: for the reply only, nothing is decided by it. It may not
 * have heard yet that `mine` was given back.
 */
async function movedElsewhere({ clientId, appointmentId }: Confirmed, mine: Confirmed, now: number) {
  for await (const one of appointmentsOf(clientId, { from: now }, 100, now))
    if (one.rescheduledFrom === appointmentId && one.status === "confirmed" && one.appointmentId !== mine.appointmentId)
      return one.appointmentId;
  return undefined;
}
