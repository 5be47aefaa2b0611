import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Caller } from "../domain/access.ts";
import { type Appointment, isArriving } from "../domain/claim.ts";
import { unavailable } from "../http/problem.ts";
import { cancelled, locate, notThere, visible } from "./appointments.ts";
import { dynamodb } from "./client.ts";
import { claimAfter, returnItemOnFailure } from "./conditional.ts";
import { parseClaim } from "./items.ts";
import { claimKey } from "./keys.ts";
import { complete, finishIfLeaving } from "./move.ts";
import { allows, BY_ITS_CLIENT, SETTLED, STAYS } from "./states.ts";

/**
 * The appointment is there to confirm, or confirmed already. The status counts beside the time: with the time alone, a
 * slow clock would revive what a fast one gave up.
 */
const CONFIRMABLE = `appointmentId = :mine AND ${allows("confirm")} AND ${SETTLED} AND ${STAYS}`;

/**
 * Turns a live hold into an appointment, for its client or an admin. Confirming again changes nothing.
 *
 * @param now epoch seconds
 * @throws Problem not-found, reservation-expired, cancelled
 */
export async function confirm(appointmentId: string, caller: Caller, now: number): Promise<Appointment> {
  const located = locate(appointmentId);
  const key = claimKey(located.providerId, located.startsAt);
  const byAdmin = caller.role === "admin";
  try {
    const { Attributes } = await dynamodb.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        UpdateExpression: "SET #status = :confirmed, confirmedAt = if_not_exists(confirmedAt, :now) REMOVE expiresAt",
        ConditionExpression: byAdmin ? CONFIRMABLE : BY_ITS_CLIENT + CONFIRMABLE,
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":mine": appointmentId,
          ":confirmed": "confirmed",
          ":reserved": "reserved",
          ":now": now,
          ...(byAdmin ? {} : { ":client": caller.userId }),
        },
        ReturnValues: "ALL_NEW",
        ...returnItemOnFailure,
      }),
    );
    return parseClaim(Attributes) as Appointment;
  } catch (error) {
    const appointment = visible(await claimAfter(error, key), appointmentId, caller, now);
    if (!appointment) throw notThere(located, now);
    if (await finishIfLeaving(appointment, now)) throw cancelled();
    if (isArriving(appointment) && (await complete(appointment, caller, now))) return appointment;
    if (appointment.status === "cancelled" || isArriving(appointment)) throw cancelled();
    throw unavailable();
  }
}
