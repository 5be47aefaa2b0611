/** The writes of a move, after the one that takes the new slot. */
import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Caller } from "../caller.ts";
import { tableName } from "../config.ts";
import { type Claim, type Confirmed, cancelledEnds } from "../domain/claim.ts";
import { logger } from "../logger.ts";
import { unavailable } from "../problem.ts";
import { CANCEL } from "./cancel.ts";
import { dynamodb } from "./client.ts";
import { claimAfter, returnItemOnFailure, wasRepeated } from "./conditional.ts";
import { claimKey } from "./keys.ts";
import { allows } from "./states.ts";

/** Gives an appointment's slot up for the one it was moved to. */
export async function moveFrom(old: Confirmed, rescheduledTo: string, caller: Caller, now: number) {
  const result = await update(old, {
    UpdateExpression: `SET ${CANCEL}, rescheduledTo = :to`,
    ConditionExpression: `appointmentId = :mine AND ${allows("moveFrom")}`,
    ExpressionAttributeValues: { ...cancelling(old, caller, now), ":confirmed": "confirmed", ":to": rescheduledTo },
  });
  const { appointmentId } = old;
  if (result.done) logger.info("rescheduled", { appointmentId, rescheduledTo, rescheduledBy: caller.userId });
  return result;
}

/**
 * Gives back the slot that a move took in vain, unless another call of the same move has taken it up since: that one may
 * have finished it, or settled it. Returns whether it was given back.
 */
export async function giveBack(mine: Confirmed, caller: Caller, now: number): Promise<boolean> {
  if (mine.attempt === undefined) return false;
  const { claim } = await update(mine, {
    UpdateExpression: `SET ${CANCEL}`,
    ConditionExpression: `appointmentId = :mine AND ${allows("giveBack")} AND attempt = :attempt`,
    ExpressionAttributeValues: {
      ...cancelling(mine, caller, now),
      ":confirmed": "confirmed",
      ":attempt": mine.attempt,
    },
  });
  return claim?.appointmentId !== mine.appointmentId || claim.status === "cancelled";
}

/**
 * Makes a slot that another call of this move took this call's to give back. Returns it as it is then; where the move is
 * settled, it stays so.
 */
export async function takeUp(theirs: Confirmed, attempt: string): Promise<Confirmed> {
  const { done, claim } = await update(theirs, {
    UpdateExpression: "SET attempt = :attempt",
    ConditionExpression: `${STANDS} AND attribute_exists(attempt)`,
    ExpressionAttributeValues: { ":mine": theirs.appointmentId, ":confirmed": "confirmed", ":attempt": attempt },
  });
  if (done) return { ...theirs, attempt };
  if (claim?.status === "confirmed" && claim.appointmentId === theirs.appointmentId) return claim;
  throw unavailable();
}

/** Lets the new slot of a move stand for good: from here on no call gives it back. */
export async function settle(mine: Confirmed): Promise<Confirmed> {
  const { done } = await update(mine, {
    UpdateExpression: "REMOVE attempt",
    ConditionExpression: STANDS,
    ExpressionAttributeValues: { ":mine": mine.appointmentId, ":confirmed": "confirmed" },
  });
  if (!done) throw unavailable();
  return mine;
}

const STANDS = "appointmentId = :mine AND #status = :confirmed";

const cancelling = ({ appointmentId, startsAt }: Confirmed, { userId }: Caller, now: number) => ({
  ":mine": appointmentId,
  ":cancelled": "cancelled",
  ":now": now,
  ":by": userId,
  ":ends": cancelledEnds(startsAt),
});

interface Outcome {
  done: boolean;
  /** What stood in the way. */
  claim?: Claim | undefined;
  /** Whether the SDK sent the write more than once before it was refused. */
  repeated?: boolean;
}

async function update(
  { providerId, startsAt }: Claim,
  change: Pick<UpdateCommandInput, "UpdateExpression" | "ConditionExpression" | "ExpressionAttributeValues">,
): Promise<Outcome> {
  const key = claimKey(providerId, startsAt);
  try {
    await dynamodb.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        ...change,
        ExpressionAttributeNames: { "#status": "status" },
        ...returnItemOnFailure,
      }),
    );
    return { done: true };
  } catch (error) {
    return { done: false, claim: await claimAfter(error, key), repeated: wasRepeated(error) };
  }
}
