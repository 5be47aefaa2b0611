import { randomBytes } from "node:crypto";
import type { Caller } from "../domain/access.ts";
import { decodeAppointmentId, encodeAppointmentId } from "../domain/appointment-id.ts";
import {
  type Appointment,
  type Cancelled,
  type Claim,
  type Confirmed,
  isArriving,
  isDecided,
  isLeaving,
  isLive,
  type Leaving,
} from "../domain/claim.ts";
import { inTheWay, mustBeOnOffer } from "../domain/obstacles.ts";
import { Problem, unavailable } from "../http/problem.ts";
import { cancelled, locate, mustLieAhead, notThere, rescheduled, visible } from "./appointments.ts";
import { readClaim, readMove, type SlotState } from "./claims.ts";
import { appointmentsOf } from "./client-appointments.ts";
import { complete, decide, finish, finishIfLeaving, giveBack, keepOrGiveBack, stands } from "./move.ts";
import { takeAsSeen } from "./take.ts";

/**
 * Moves a confirmed appointment to another slot of its provider: takes the new slot, decides, and gives the old one up, so
 * that nothing is lost where it breaks off, and of all who want the appointment one has it. docs/lifecycle.md has it in words.
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
  const earlier = await movedHere(target.claim, appointmentId, caller, now);
  if (!old) {
    // This very move may be finished, and someone have taken the old slot over. Or it was confirmed since it was looked at.
    if (earlier && (await stands(earlier, caller, now))) return earlier;
    throw notThere(located, now);
  }
  if (old.status === "reserved")
    throw new Problem("not-confirmed", "This appointment is reserved; confirm it before you move it.");
  if (isDecided(old)) return outcome(old, earlier, startsAt, caller, now);
  // What took its new slot in time is seen through: see complete.
  if (!earlier) mustLieAhead(old, now);
  if (isArriving(old)) {
    if (!(await complete(old, caller, now))) throw cancelled();
    // That may have made the new slot free.
    return reschedule(appointmentId, startsAt, caller, now);
  }
  if (startsAt === old.startsAt) return old;
  const mine = earlier ?? (await takeFor(old, target, startsAt, caller, now));
  const { done, claim } = await decide(old, mine.appointmentId, caller);
  if (done) {
    await finish({ ...old, rescheduledTo: mine.appointmentId }, now);
    return mine;
  }
  if (claim?.appointmentId === appointmentId && isDecided(claim)) return outcome(claim, mine, startsAt, caller, now);
  // Someone has taken the old slot over, so it does not say any more who gave it up. The new one does.
  if (await keepOrGiveBack(mine, caller, now)) return mine;
  const winner = await movedElsewhere(old, now);
  throw winner ? rescheduled(winner) : cancelled();
}

/** The claim as the one this appointment was moved to, if it is that and the caller's, and not moved on. */
const movedHere = async (
  claim: Claim | undefined,
  appointmentId: string,
  { userId, role }: Caller,
  now: number,
): Promise<Confirmed | undefined> =>
  claim?.status === "confirmed" &&
  claim.rescheduledFrom === appointmentId &&
  (role === "admin" || userId === claim.clientId) &&
  !(await finishIfLeaving(claim, now))
    ? claim
    : undefined;

/** Takes the new slot. Returns its claim, ours or that of another call of this very move that was faster. */
async function takeFor(
  { providerId, clientId, appointmentId }: Confirmed,
  { sheet, claim }: SlotState,
  startsAt: number,
  caller: Caller,
  now: number,
): Promise<Confirmed> {
  mustBeOnOffer(sheet, startsAt, now);
  const isOwnHold = claim?.status === "reserved" && claim.clientId === clientId;
  if (claim && !isOwnHold && isLive(claim, now) && !(await finishIfLeaving(claim, now))) throw inTheWay(claim, now);
  const mine: Confirmed = {
    status: "confirmed",
    providerId,
    startsAt,
    appointmentId: encodeAppointmentId({ providerId, startsAt, reservedAt: now }, randomBytes(8)),
    clientId,
    reservedAt: now,
    confirmedAt: now,
    rescheduledFrom: appointmentId,
    tentative: true,
  };
  const owner = (await takeAsSeen(mine, claim, now)) ?? mine;
  const moved = await movedHere(owner, appointmentId, caller, now);
  if (moved) return moved;
  // What is not there any more, or the client's own hold, made or lapsed and made again since this call looked.
  if (isLeaving(owner) || (owner.status === "reserved" && owner.clientId === clientId)) throw unavailable();
  throw inTheWay(owner, now);
}

/** What became of a move, by what its old slot says; `mine` is what it took, or found there. */
async function outcome(
  old: Leaving | Cancelled,
  mine: Confirmed | undefined,
  startsAt: number,
  caller: Caller,
  now: number,
): Promise<Appointment> {
  const { rescheduledTo, providerId, appointmentId } = old;
  await finishIfLeaving(old, now);
  if (mine && rescheduledTo === mine.appointmentId) return mine;
  if (mine) await giveBack(mine, caller, now);
  if (rescheduledTo === undefined) throw cancelled();
  if (decodeAppointmentId(rescheduledTo)?.startsAt === startsAt) {
    // Another call of this very move: it took the new slot since that was looked at.
    const there = await movedHere(await readClaim(providerId, startsAt), appointmentId, caller, now);
    if (there?.appointmentId === rescheduledTo) return there;
  }
  throw rescheduled(rescheduledTo);
}

/** Where else an appointment was moved to, as far as the index knows: for the reply only, nothing is decided by it. */
async function movedElsewhere({ clientId, appointmentId }: Confirmed, now: number) {
  for await (const one of appointmentsOf(clientId, { from: now }, 100, now))
    if (one.rescheduledFrom === appointmentId && one.status !== "reserved" && !one.tentative) return one.appointmentId;
  return undefined;
}
