import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { tableName } from "../config.ts";
import type { Claim } from "../domain/claim.ts";
import { dynamodb } from "./client.ts";
import { parseClaim } from "./items.ts";

/** What every conditional write asks for, so that a refusal can be told from the item that caused it. */
export const returnItemOnFailure = {
  ReturnValuesOnConditionCheckFailure: "ALL_OLD",
} as const;

/**
 * The item that made a condition fail, or undefined where there is none (any more). Read once, strongly consistent,
 * where the engine does not return it. Throws `error` itself if it is not a failed condition.
 */
export async function itemAfter(error: unknown, key: { pk: string; sk: string }): Promise<unknown> {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  if (error.Item) return unmarshall(error.Item);
  const { Item } = await dynamodb.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
  return Item;
}

/** The claim that made a condition fail, likewise. */
export async function claimAfter(error: unknown, key: { pk: string; sk: string }): Promise<Claim | undefined> {
  const item = await itemAfter(error, key);
  return item === undefined ? undefined : parseClaim(item);
}
