import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Window } from "../domain/window.ts";
import { dynamodb } from "./client.ts";
import { doAll } from "./in-flight.ts";
import { claimKey, providerKey } from "./keys.ts";
import { entries, MOST_ITEMS } from "./slots.ts";

/** Gives a provider's withdrawn slots among these intervals back. Appointments are never touched. */
export async function lift(providerId: string, intervals: readonly Window[]) {
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last) return;
  const query = {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    FilterExpression: "#status = :blocked",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":pk": providerKey(providerId),
      ":first": claimKey(providerId, first.from).sk,
      ":last": claimKey(providerId, last.to).sk,
      ":blocked": "blocked",
    },
    ConsistentRead: true,
  };
  const blocks = await Array.fromAsync(entries(query, MOST_ITEMS));
  const among = (startsAt: number) => intervals.some(({ from, to }) => from <= startsAt && startsAt < to);
  await doAll(
    blocks.flatMap((block) => ("startsAt" in block && among(block.startsAt) ? block.startsAt : [])),
    (startsAt) => unblock(providerId, startsAt),
  );
}

/** Only a block: by the time this acts, the slot may be free or someone's. */
async function unblock(providerId: string, startsAt: number) {
  try {
    await dynamodb.send(
      new DeleteCommand({
        TableName: tableName,
        Key: claimKey(providerId, startsAt),
        ConditionExpression: "#status = :blocked",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":blocked": "blocked" },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
