import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Caller } from "../domain/access.ts";
import type { Located } from "../domain/appointment-id.ts";
import { type Claim, cancelledEnds, isDecided } from "../domain/claim.ts";
import { unavailable } from "../http/problem.ts";
import { logger } from "../telemetry/logger.ts";
import { locate, mustLieAhead, notFound, rescheduled, visible } from "./appointments.ts";
import { readClaim } from "./claims.ts";
import { dynamodb } from "./client.ts";
import { claimAfter, returnItemOnFailure } from "./conditional.ts";
import { claimKey } from "./keys.ts";
import { finishIfLeaving } from "./move.ts";
import { allows, BY_ITS_CLIENT, CANCEL, STAYS } from "./states.ts";

const CANCELLABLE = `appointmentId = :mine AND ${allows("cancel")} AND ${STAYS}`;

/**
 * Cancels an appointment that has not started, for its client, its provider or an admin. Cancelling again changes nothing.
 *
 * @param now epoch seconds
 * @throws Problem not-found, already-started, rescheduled
 */
export async function cancel(appointmentId: string, caller: Caller, now: number): Promise<void> {
  const located = locate(appointmentId);
  const claim =
    located.startsAt > now
      ? await write(located, appointmentId, caller, now)
      : await readClaim(located.providerId, located.startsAt);
  if (claim === "done") return;
  // A hold that lapsed is gone, and so is a cancelled appointment that someone has taken over: there is nothing to cancel.
  const appointment = visible(claim, appointmentId, caller, now);
  if (!appointment) throw notFound();
  if (!isDecided(appointment)) {
    mustLieAhead(appointment, now);
    throw unavailable();
  }
  await finishIfLeaving(appointment, now);
  if (appointment.rescheduledTo !== undefined) throw rescheduled(appointment.rescheduledTo);
}

/** Returns "done", or the claim that is there instead, if there is one. */
async function write(
  { providerId, startsAt }: Located,
  appointmentId: string,
  caller: Caller,
  now: number,
): Promise<"done" | Claim | undefined> {
  const key = claimKey(providerId, startsAt);
  const byClient = caller.role !== "admin" && !(caller.role === "provider" && caller.userId === providerId);
  try {
    await dynamodb.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        UpdateExpression: `SET ${CANCEL}, cancelledBy = :by`,
        ConditionExpression: byClient ? BY_ITS_CLIENT + CANCELLABLE : CANCELLABLE,
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":mine": appointmentId,
          ":reserved": "reserved",
          ":confirmed": "confirmed",
          ":cancelled": "cancelled",
          ":now": now,
          ":by": caller.userId,
          ":ends": cancelledEnds(startsAt),
          ...(byClient && { ":client": caller.userId }),
        },
        ...returnItemOnFailure,
      }),
    );
  } catch (error) {
    return claimAfter(error, key);
  }
  logger.info("cancelled", { appointmentId, cancelledBy: caller.userId });
  return "done";
}
