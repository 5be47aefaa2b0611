import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Claim } from "../domain/claim.ts";
import { DAY_SECONDS, SLOT_SECONDS } from "../domain/rules.ts";
import type { Quarters } from "../domain/slots.ts";
import { dayOf, quarterOf, startOfDay } from "../domain/time.ts";
import { dynamodb } from "./client.ts";
import { doAll } from "./in-flight.ts";
import { claimKey, claimSortKey, providerKey } from "./keys.ts";
import { MOST_ITEMS } from "./query.ts";
import { entries } from "./slots.ts";
import { allows } from "./states.ts";

/** Gives a provider's withdrawn slots among these hours back. Appointments are never touched. */
export async function lift(providerId: string, hours: Quarters) {
  const days = [...hours.keys()].sort();
  const [first, last] = [days[0], days.at(-1)] as [string, string];
  const query = {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    FilterExpression: "#status = :blocked",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":pk": providerKey(providerId),
      ":first": first,
      ":last": claimSortKey(startOfDay(last) + DAY_SECONDS - SLOT_SECONDS),
      ":blocked": "blocked",
    },
    ConsistentRead: true,
  };
  const blocks = await Array.fromAsync(entries(query, MOST_ITEMS));
  const among = (startsAt: number) => hours.get(dayOf(startsAt))?.has(quarterOf(startsAt)) ?? false;
  await doAll(
    blocks.filter((block): block is Claim => "startsAt" in block && among(block.startsAt)),
    unblock,
  );
}

/**
 * Only this block: by the time this acts, or acts again since its reply was lost, the slot may be free, someone's, or
 * withdrawn anew.
 */
async function unblock({ providerId, startsAt, appointmentId }: Claim) {
  try {
    await dynamodb.send(
      new DeleteCommand({
        TableName: tableName,
        Key: claimKey(providerId, startsAt),
        ConditionExpression: `appointmentId = :mine AND ${allows("lift")}`,
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":blocked": "blocked", ":mine": appointmentId },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
