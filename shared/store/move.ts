import { actsForClient, type Caller } from "../domain/access.ts";
import type { Located } from "../domain/appointment-id.ts";
import {
  type Arrived,
  arrivalOf,
  type Cancelled,
  type Claim,
  type Confirmed,
  isLive,
  newHold,
  type Reserved,
} from "../domain/claim.ts";
import { mustBeOnOffer, mustNotHaveStarted, throwMissing, visible, whyEnded, whyNotFree } from "../domain/obstacles.ts";
import { Refusal, unavailable } from "../domain/refusal.ts";
import type { Slot } from "../domain/slot.ts";
import { logger } from "../telemetry/logger.ts";
import { locate, newClaimId, withId } from "./appointments.ts";
import { claimPut, recordPuts } from "./claim-slot.ts";
import { all, ifConfirmed, ifId, ifLiveHold } from "./conditions.ts";
import { parseClaim } from "./items.ts";
import { claimKey } from "./keys.ts";
import { readClaimAndRecord, readForMove } from "./read.ts";
import { cancellation, confirmation } from "./status-changes.ts";
import { type FailedCondition, transact, updateOf, type Write } from "./write.ts";

/**
 * Moves a confirmed appointment to another slot of its provider, for its client or an admin. One transaction writes the claim
 * on the new slot, cancels the one on the old slot and, if a cancelled appointment stood on the new slot, writes its record: all
 * or nothing. Repeating the same move changes nothing.
 *
 * @param startsAt of the new slot, epoch seconds, on the grid
 * @param now epoch seconds
 * @returns the new appointment
 * @throws Refusal not-found, reservation-expired, not-confirmed, already-started, rescheduled, cancelled, unavailable, and
 *   what keeps the client from the new slot
 */
export async function move(appointmentId: string, startsAt: number, caller: Caller, now: number): Promise<Confirmed> {
  const from = locate(appointmentId);
  const to = { providerId: from.providerId, startsAt };
  const request = { appointmentId, from, to, caller, now };
  const { sheet, claim: target, old: onOldSlot } = await readForMove(from, to);
  const repeated = arrivedHere(target, request);
  if (repeated) return repeated;
  const found = withId(onOldSlot, appointmentId);
  // A batch reads its items one after the other: this very move may have been done in between.
  if (!found || found.status === "cancelled") return outcomeOfEnded(found, request);
  const old = visible(found, caller, now) ?? throwMissing(from, now);
  if (old.status === "reserved") throw new Refusal("not-confirmed", { wanted: "move" });
  mustNotHaveStarted(old, now);
  if (startsAt === old.startsAt) return old;

  mustBeOnOffer(sheet, startsAt, now);
  const held = holdOf(old.clientId, target, now);
  if (target && !held && isLive(target, now)) throw whyNotFree(target, now);
  const arrived = arrivalOf(old, held ?? newHold(to, newClaimId(to, now), old.clientId, now), now);
  const take: Write = held ? { Update: confirmInPlace(held, arrived, now) } : claimPut(arrived, target, now);
  const giveUp: Write = { Update: giveUpFor(arrived, old, caller, now) };
  const [targetFailure, oldFailure] = (await transact([take, giveUp, ...recordPuts(target)])) ?? [];
  if (!targetFailure && !oldFailure) {
    logger.info("rescheduled", { appointmentId, rescheduledTo: arrived.appointmentId, rescheduledBy: caller.userId });
    return arrived;
  }
  return outcomeOfFailed({ targetFailure, oldFailure }, old.clientId, request);
}

/** The move of an appointment to another slot, as it was asked for. */
interface MoveRequest {
  appointmentId: string;
  /** Where the id says that the appointment is. */
  from: Located;
  to: Slot;
  caller: Caller;
  now: number;
}

/** This client's live hold on the new slot: it is confirmed in place and keeps its id. */
const holdOf = (clientId: string, claim: Claim | undefined, now: number): Reserved | undefined =>
  claim?.status === "reserved" && claim.clientId === clientId && isLive(claim, now) ? claim : undefined;

const confirmInPlace = (held: Reserved, { rescheduledFrom, eventUid, eventSequence }: Arrived, now: number) =>
  updateOf(
    claimKey(held),
    confirmation(now, { rescheduledFrom, eventUid, eventSequence }),
    all(ifId(held.appointmentId), ifLiveHold(now)),
  );

/** Gives up the old appointment. The condition refuses every late or repeated move: an appointment is given up once. */
const giveUpFor = (arrived: Arrived, old: Confirmed, caller: Caller, now: number) =>
  updateOf(
    claimKey(old),
    cancellation(old, caller, now, { rescheduledTo: arrived.appointmentId }),
    all(ifId(old.appointmentId), ifConfirmed),
  );

/** The claim on the new slot, if this very move was done and still stands, and the caller acts for its client. */
const arrivedHere = (claim: Claim | undefined, { appointmentId, caller }: MoveRequest): Confirmed | undefined =>
  claim?.status === "confirmed" && claim.rescheduledFrom === appointmentId && actsForClient(caller, claim.clientId)
    ? claim
    : undefined;

/**
 * The outcome of a refused move. Looks at the new slot first: this move may be done already, by an equal call or by this one,
 * which the SDK sent again after a lost reply.
 */
function outcomeOfFailed(
  {
    targetFailure,
    oldFailure,
  }: { targetFailure: FailedCondition | undefined; oldFailure: FailedCondition | undefined },
  clientId: string,
  request: MoveRequest,
): Confirmed | Promise<Confirmed> {
  const target = targetFailure?.existing === undefined ? undefined : parseClaim(targetFailure.existing);
  const done = arrivedHere(target, request);
  if (done) return done;
  if (oldFailure) {
    const old =
      oldFailure.existing === undefined ? undefined : withId(parseClaim(oldFailure.existing), request.appointmentId);
    if (!old) return outcomeOfEnded(undefined, request);
    throw old.status === "cancelled" ? whyEnded(old) : unavailable();
  }
  // The client has reserved the new slot since it was read: repeating the move confirms that hold.
  throw holdOf(clientId, target, request.now) ? unavailable() : whyNotFree(target, request.now);
}

/**
 * The outcome for an appointment that was cancelled or moved, whether or not it still stands on its slot: the new appointment
 * if this very move is done. Otherwise it throws why nothing can be moved.
 */
async function outcomeOfEnded(seen: Cancelled | undefined, request: MoveRequest): Promise<Confirmed> {
  const { appointmentId, from, to, caller, now } = request;
  const { claim, record } = await readClaimAndRecord(to, appointmentId);
  const done = arrivedHere(claim, request);
  if (done) return done;
  const old = visible(seen ?? record, caller, now);
  if (old) throw whyEnded(old);
  return throwMissing(from, now);
}
