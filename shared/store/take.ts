import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Claim, Confirmed } from "../domain/claim.ts";
import { unavailable } from "../http/problem.ts";
import { dynamodb } from "./client.ts";
import { claimAfter, returnItemOnFailure } from "./conditional.ts";
import { claimKey, claimListing } from "./keys.ts";
import { allows } from "./states.ts";

const NOTHING_THERE = "attribute_not_exists(pk)";

/**
 * Nobody owns the slot. The last clause: a late repeat of this very write must not revive what was cancelled since.
 */
const FREE = `${NOTHING_THERE} OR (${allows("reserve")} AND appointmentId <> :mine)`;

/** What stands there is what the caller saw, and it leaves the slot free, or it is the client's own hold. */
const FREE_AS_SEEN = [
  NOTHING_THERE,
  `(appointmentId = :seen AND ${allows("moveTo")})`,
  `(appointmentId = :seen AND clientId = :client AND ${allows("moveToOwnHold")})`,
].join(" OR ");

/**
 * Writes a claim if its slot is free: the one way into a slot, so that this write alone decides every race for it.
 *
 * @param now epoch seconds
 * @returns undefined if the slot is the claim's now, or the claim that was there instead
 * @throws Problem unavailable
 */
export const take = (claim: Claim, now: number) => put(claim, FREE, { ":now": now, ":mine": claim.appointmentId });

/**
 * Likewise for a move, and where the client itself holds the slot. What is confirmed does not lapse: a late repeat of this
 * write, when others have come and gone, would leave an appointment of which nobody knows. So it replaces nothing but
 * what the caller saw.
 */
export const takeAsSeen = (claim: Confirmed, seen: Claim | undefined, now: number) =>
  put(claim, FREE_AS_SEEN, {
    ":now": now,
    ":seen": seen?.appointmentId ?? "nothing",
    ":client": claim.clientId,
    ":reserved": "reserved",
  });

async function put(
  { providerId, startsAt, ...attributes }: Claim,
  condition: string,
  values: Record<string, string | number>,
): Promise<Claim | undefined> {
  const key = claimKey(providerId, startsAt);
  try {
    await dynamodb.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...key, ...attributes, ...claimListing(providerId, startsAt) },
        ConditionExpression: condition,
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":cancelled": "cancelled", ...values },
        ...returnItemOnFailure,
      }),
    );
    return undefined;
  } catch (error) {
    const owner = await claimAfter(error, key);
    // Someone owned it when the write was refused and it is gone by now: the caller may simply repeat.
    if (!owner) throw unavailable();
    return owner;
  }
}
