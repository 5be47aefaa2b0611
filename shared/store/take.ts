import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Claim, Confirmed } from "../domain/claim.ts";
import { unavailable } from "../problem.ts";
import { dynamodb } from "./client.ts";
import { claimAfter, returnItemOnFailure, wasRepeated } from "./conditional.ts";
import { claimKey, claimListing } from "./keys.ts";
import { allows } from "./states.ts";

/**
 * Nobody owns the slot. The last clause: a late repeat of this very write must not revive what was cancelled since.
 */
const FREE = `attribute_not_exists(pk) OR (${allows("reserve")} AND appointmentId <> :mine)`;

/** Or the client itself holds it, unconfirmed. */
const FREE_OR_OWN_HOLD = `${FREE} OR (clientId = :client AND ${allows("moveToOwnHold")} AND appointmentId <> :mine)`;

/**
 * Writes a claim if its slot is free: the one way into a slot, so that this write alone decides every race for it.
 *
 * @param now epoch seconds
 * @returns undefined if the slot is the claim's now, or the claim that was there instead
 * @throws Problem unavailable
 */
export const take = async (claim: Claim, now: number) => (await put(claim, now, FREE, {}))?.owner;

interface Refusal {
  owner: Claim;
  /** Whether the SDK sent the write more than once before it was refused: an earlier try may act still. */
  repeated: boolean;
}

/** Likewise, and where the slot is but held by the same client. */
export const takeOrOwnHold = (claim: Confirmed, now: number) =>
  put(claim, now, FREE_OR_OWN_HOLD, { ":client": claim.clientId, ":reserved": "reserved" });

async function put(
  { providerId, startsAt, ...attributes }: Claim,
  now: number,
  condition: string,
  values: Record<string, string>,
): Promise<Refusal | undefined> {
  const key = claimKey(providerId, startsAt);
  try {
    await dynamodb.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...key, ...attributes, ...claimListing(providerId, startsAt) },
        ConditionExpression: condition,
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":now": now,
          ":cancelled": "cancelled",
          ":mine": attributes.appointmentId,
          ...values,
        },
        ...returnItemOnFailure,
      }),
    );
    return undefined;
  } catch (error) {
    const owner = await claimAfter(error, key);
    // Someone owned it when the write was refused and it is gone by now: the caller may simply repeat.
    if (!owner) throw unavailable();
    return { owner, repeated: wasRepeated(error) };
  }
}
