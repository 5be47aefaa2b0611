/** The writes of a move, after the one that takes the new slot. docs/lifecycle.md has it in words. */
import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Caller } from "../domain/access.ts";
import {
  type Appointment,
  type Arriving,
  type Cancelled,
  type Claim,
  type Confirmed,
  cancelledEnds,
  isArriving,
  isDecided,
  isLeaving,
} from "../domain/claim.ts";
import { unavailable } from "../http/problem.ts";
import { logger } from "../telemetry/logger.ts";
import { locate } from "./appointments.ts";
import { dynamodb } from "./client.ts";
import { claimAfter, returnItemOnFailure } from "./conditional.ts";
import { claimKey } from "./keys.ts";
import { allows, CANCEL, STAYS } from "./states.ts";

/**
 * Decides where an appointment is moved to, once and for all. It keeps its slot until the move is finished, so that it can
 * say so to everybody.
 */
export async function decide(old: OnSlot, rescheduledTo: string, caller: Caller): Promise<Outcome> {
  const decided = await update(old, {
    UpdateExpression: "SET rescheduledTo = :to, cancelledBy = :by",
    ConditionExpression: `appointmentId = :mine AND ${allows("decide")} AND ${STAYS}`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":confirmed": "confirmed", ":to": rescheduledTo, ":by": caller.userId },
  });
  const { appointmentId } = old;
  if (decided.done) logger.info("rescheduled", { appointmentId, rescheduledTo, rescheduledBy: caller.userId });
  return decided;
}

/**
 * Finishes a move that is decided: lets the new slot stand for good, and then gives the old one up. In this order, so that
 * where the old slot cannot say any more who gave it up, the new one can. Anyone may do it, more than once too.
 */
export async function finish(old: OnSlot & { rescheduledTo: string }, now: number): Promise<void> {
  const { rescheduledTo } = old;
  // Even where that was cancelled since: it was moved there all the same.
  await update(
    { ...locate(rescheduledTo), appointmentId: rescheduledTo },
    { UpdateExpression: "REMOVE tentative", ConditionExpression: "appointmentId = :mine" },
  );
  await update(old, {
    UpdateExpression: `SET ${CANCEL}`,
    ConditionExpression: `appointmentId = :mine AND ${allows("moveFrom")} AND rescheduledTo = :to`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ...cancelling(old, now), ":to": rescheduledTo },
  });
}

/**
 * Sees a move through that took this slot and broke off, or is under way: whoever is told that the new appointment is theirs must
 * be able to rely on it. Even when the old one has begun by now: its move took the new slot in time, and could not be kept from
 * being decided by a clock that is slower.
 *
 * @returns whether it stands for good; it is given back if not
 * @throws Problem unavailable
 */
export async function complete(mine: Arriving, caller: Caller, now: number): Promise<boolean> {
  const old = { ...locate(mine.rescheduledFrom), appointmentId: mine.rescheduledFrom };
  const { appointmentId: rescheduledTo } = mine;
  const { done, claim } = await decide(old, rescheduledTo, caller);
  if (done) {
    await finish({ ...old, rescheduledTo }, now);
    return true;
  }
  if (claim?.appointmentId === old.appointmentId && isDecided(claim)) {
    await finishIfLeaving(claim, now);
    if (claim.rescheduledTo === rescheduledTo) return true;
  }
  return keepOrGiveBack(mine, caller, now);
}

/** Whether an appointment can be told to be its client's: one that is being moved is seen through first. */
export const stands = async (owned: Appointment, caller: Caller, now: number): Promise<boolean> =>
  !(await finishIfLeaving(owned, now)) && (!isArriving(owned) || complete(owned, caller, now));

/**
 * Finishes the move of what stands on a slot, if it is on its way to another one.
 *
 * @returns whether it was, and is gone from here
 */
export async function finishIfLeaving(claim: Claim, now: number): Promise<boolean> {
  if (!isLeaving(claim)) return false;
  await finish(claim, now);
  return true;
}

/**
 * Gives a new slot back whose old one does not say that the appointment was moved there, unless the move is finished; if it is
 * not, it never will be.
 *
 * @returns whether the new slot is kept
 * @throws Problem unavailable
 */
export async function keepOrGiveBack(mine: Confirmed, caller: Caller, now: number): Promise<boolean> {
  const isFinished = await giveBack(mine, caller, now);
  if (isFinished === undefined) throw unavailable();
  return isFinished;
}

/**
 * Gives back the slot that a move took in vain, unless that very move is finished after all.
 *
 * @returns whether it is finished, as far as the new slot can still say
 */
export async function giveBack(mine: Confirmed, caller: Caller, now: number): Promise<boolean | undefined> {
  if (!mine.tentative) return true;
  const { done, claim } = await update(mine, {
    UpdateExpression: `SET ${CANCEL}, cancelledBy = :by`,
    ConditionExpression: `appointmentId = :mine AND ${allows("giveBack")} AND attribute_exists(tentative)`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ...cancelling(mine, now), ":by": caller.userId },
  });
  if (done) {
    const { appointmentId, rescheduledFrom } = mine;
    logger.info("given back", { appointmentId, rescheduledFrom, cancelledBy: caller.userId });
    return false;
  }
  return claim?.appointmentId === mine.appointmentId ? !(claim as Confirmed | Cancelled).tentative : undefined;
}

const cancelling = ({ startsAt }: OnSlot, now: number) => ({
  ":confirmed": "confirmed",
  ":cancelled": "cancelled",
  ":now": now,
  ":ends": cancelledEnds(startsAt),
});

type OnSlot = Pick<Claim, "providerId" | "startsAt" | "appointmentId">;

interface Outcome {
  done: boolean;
  /** What stood in the way. */
  claim?: Claim | undefined;
}

async function update(
  { providerId, startsAt, appointmentId }: OnSlot,
  { ExpressionAttributeValues, ...change }: Omit<UpdateCommandInput, "TableName" | "Key">,
): Promise<Outcome> {
  const key = claimKey(providerId, startsAt);
  try {
    await dynamodb.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        ...change,
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ":mine": appointmentId },
        ...returnItemOnFailure,
      }),
    );
    return { done: true };
  } catch (error) {
    return { done: false, claim: await claimAfter(error, key) };
  }
}
