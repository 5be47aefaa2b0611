/** The writes of a move, after the one that takes the new slot. docs/lifecycle.md has it in words. */
import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Caller } from "../caller.ts";
import { tableName } from "../config.ts";
import {
  type Appointment,
  type Cancelled,
  type Claim,
  type Confirmed,
  cancelledEnds,
  type Leaving,
} from "../domain/claim.ts";
import { logger } from "../logger.ts";
import { locate } from "./appointments.ts";
import { dynamodb } from "./client.ts";
import { claimAfter, returnItemOnFailure } from "./conditional.ts";
import { claimKey } from "./keys.ts";
import { allows, CANCEL, STAYS } from "./states.ts";

/**
 * Decides where an appointment is moved to, once and for all. It keeps its slot until the move is finished, so that it can
 * say so to everybody.
 *
 * @returns what stands on its slot then: itself, or whoever was faster
 */
export async function decide(old: Confirmed, rescheduledTo: string, caller: Caller): Promise<Claim | undefined> {
  const { appointmentId } = old;
  const { done, claim } = await update(old, {
    UpdateExpression: "SET rescheduledTo = :to, cancelledBy = :by",
    ConditionExpression: `appointmentId = :mine AND ${allows("decide")} AND ${STAYS}`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":confirmed": "confirmed", ":to": rescheduledTo, ":by": caller.userId },
  });
  if (!done) return claim;
  logger.info("rescheduled", { appointmentId, rescheduledTo, rescheduledBy: caller.userId });
  return { ...old, rescheduledTo };
}

/**
 * Finishes a move that is decided: lets the new slot stand for good, and then gives the old one up. In this order, so that
 * where the old slot cannot say any more who gave it up, the new one can. Anyone may do it, more than once too.
 */
export async function finish(old: Leaving, now: number): Promise<void> {
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
 * Gives back the slot that a move took in vain, unless that very move is finished after all.
 *
 * @returns whether it is finished, as far as the new slot can still say
 */
export async function giveBack(mine: Confirmed, caller: Caller, now: number): Promise<boolean | undefined> {
  if (!mine.tentative) return true;
  const { done, claim } = await update(mine, {
    UpdateExpression: `SET ${CANCEL}, cancelledBy = :by`,
    ConditionExpression: `appointmentId = :mine AND ${allows("giveBack")} AND attribute_exists(tentative) AND ${STAYS}`,
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ...cancelling(mine, now), ":by": caller.userId },
  });
  if (done) return false;
  return claim?.appointmentId === mine.appointmentId ? !(claim as Confirmed | Cancelled).tentative : undefined;
}

const cancelling = ({ startsAt }: Appointment, now: number) => ({
  ":confirmed": "confirmed",
  ":cancelled": "cancelled",
  ":now": now,
  ":ends": cancelledEnds(startsAt),
});

/** Returns whether it was done, or else what stood in the way. */
async function update(
  { providerId, startsAt, appointmentId }: Pick<Claim, "providerId" | "startsAt" | "appointmentId">,
  { ExpressionAttributeValues, ...change }: Omit<UpdateCommandInput, "TableName" | "Key">,
): Promise<{ done: boolean; claim?: Claim | undefined }> {
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
