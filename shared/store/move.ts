import { actsForClient, type Caller } from "../domain/access.ts";
import {
  type Cancelled,
  type Claim,
  type Confirmed,
  isLive,
  type Moved,
  movedTo,
  newHold,
  type Reserved,
} from "../domain/claim.ts";
import { mustBeOnOffer, whyNotFree } from "../domain/obstacles.ts";
import { Refusal, unavailable } from "../domain/refusal.ts";
import type { Slot } from "../domain/slot.ts";
import { logger } from "../telemetry/logger.ts";
import {
  locate,
  mustNotHaveStarted,
  newAppointmentId,
  throwMissing,
  visible,
  whyOver,
  withId,
} from "./appointments.ts";
import { claimSlot, keepRecord } from "./claim-slot.ts";
import { all, hasId, isConfirmed, isLiveHold } from "./conditions.ts";
import { parseClaim } from "./items.ts";
import { claimKey } from "./keys.ts";
import { readClaimAndRecord, readForMove } from "./read.ts";
import { cancellation, confirmation } from "./status-changes.ts";
import { type Refused, transact, updateOf, type Write } from "./write.ts";

/**
 * Moves a confirmed appointment to another slot of its provider, for its client or an admin: takes the new slot and gives
 * up the old one, or does neither. Repeating the same move changes nothing.
 *
 * @param startsAt of the new slot, epoch seconds, on the grid
 * @param now epoch seconds
 * @returns the new appointment
 * @throws Refusal not-found, reservation-expired, not-confirmed, already-started, rescheduled, cancelled, unavailable, and
 *   what keeps the client from the new slot
 */
export async function move(appointmentId: string, startsAt: number, caller: Caller, now: number): Promise<Confirmed> {
  const located = locate(appointmentId);
  const slot = { providerId: located.providerId, startsAt };
  const { sheet, claim: target, old: onOldSlot } = await readForMove(located, slot);
  const repeated = movedHere(target, appointmentId, caller);
  if (repeated) return repeated;
  const found = withId(onOldSlot, appointmentId);
  // A batch reads its items one after the other: this very move may have been done in between.
  if (!found || found.status === "cancelled") return whatBecame(slot, appointmentId, found, caller, now);
  const old = visible(found, caller, now) ?? throwMissing(located, now);
  if (old.status === "reserved") throw new Refusal("not-confirmed", { wanted: "move" });
  mustNotHaveStarted(old, now);
  if (startsAt === old.startsAt) return old;

  mustBeOnOffer(sheet, startsAt, now);
  const held = holdOf(old.clientId, target, now);
  if (target && !held && isLive(target, now)) throw whyNotFree(target, now);
  const moved = movedTo(old, held ?? newHold(slot, newAppointmentId(slot, now), old.clientId, now), now);
  const take: Write = held ? { Update: confirmInPlace(held, moved, now) } : { Put: claimSlot(moved, target, now) };
  const giveUp: Write = { Update: giveUpFor(moved, old, caller, now) };
  const [byTarget, byOld] = (await transact([take, giveUp, ...keepRecord(target)])) ?? [];
  if (!byTarget && !byOld) {
    logger.info("rescheduled", { appointmentId, rescheduledTo: moved.appointmentId, rescheduledBy: caller.userId });
    return moved;
  }
  return outcomeOfRefused(byTarget, byOld, { slot, appointmentId, clientId: old.clientId, caller, now });
}

/** This client's live hold on the new slot: it is confirmed in place and keeps its id. */
const holdOf = (clientId: string, claim: Claim | undefined, now: number): Reserved | undefined =>
  claim?.status === "reserved" && claim.clientId === clientId && isLive(claim, now) ? claim : undefined;

const confirmInPlace = (held: Reserved, { rescheduledFrom, eventUid, eventSequence }: Moved, now: number) =>
  updateOf(
    claimKey(held),
    confirmation(now, { rescheduledFrom, eventUid, eventSequence }),
    all(hasId(held.appointmentId), isLiveHold(now)),
  );

/** Gives up the old appointment. The condition refuses every late or repeated move: an appointment is given up once. */
const giveUpFor = (moved: Moved, old: Confirmed, caller: Caller, now: number) =>
  updateOf(
    claimKey(old),
    cancellation(old, caller, now, { rescheduledTo: moved.appointmentId }),
    all(hasId(old.appointmentId), isConfirmed),
  );

/** The claim on the new slot, if this very move was done and still stands, and the caller acts for its client. */
const movedHere = (claim: Claim | undefined, appointmentId: string, caller: Caller): Confirmed | undefined =>
  claim?.status === "confirmed" && claim.rescheduledFrom === appointmentId && actsForClient(caller, claim.clientId)
    ? claim
    : undefined;

interface MoveRequest {
  slot: Slot;
  appointmentId: string;
  clientId: string;
  caller: Caller;
  now: number;
}

/** The outcome of a refused move. Looks at the new slot first: this very move may be done, by this call or a faster one. */
function outcomeOfRefused(
  byTarget: Refused | undefined,
  byOld: Refused | undefined,
  { slot, appointmentId, clientId, caller, now }: MoveRequest,
): Confirmed | Promise<Confirmed> {
  const target = byTarget?.existing === undefined ? undefined : parseClaim(byTarget.existing);
  const done = movedHere(target, appointmentId, caller);
  if (done) return done;
  if (byOld) {
    const old = byOld.existing === undefined ? undefined : withId(parseClaim(byOld.existing), appointmentId);
    if (!old) return whatBecame(slot, appointmentId, undefined, caller, now);
    throw old.status === "cancelled" ? whyOver(old) : unavailable();
  }
  // The client has reserved the new slot since it was read: repeating the move confirms that hold.
  throw holdOf(clientId, target, now) ? unavailable() : whyNotFree(target, now);
}

/** What became of an appointment that was cancelled or moved, whether or not it still stands on its slot. */
async function whatBecame(
  slot: Slot,
  appointmentId: string,
  seen: Cancelled | undefined,
  caller: Caller,
  now: number,
): Promise<Confirmed> {
  const { claim, record } = await readClaimAndRecord(slot, appointmentId);
  const done = movedHere(claim, appointmentId, caller);
  if (done) return done;
  const old = visible(seen ?? record, caller, now);
  if (old) throw whyOver(old);
  return throwMissing(locate(appointmentId), now);
}
