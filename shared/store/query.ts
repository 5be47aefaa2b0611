import { QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Expression } from "./conditions.ts";
import { dynamodb } from "./dynamodb.ts";
import { providerPartition } from "./keys.ts";

/** The most items one Query asks for: about 270 KB of claims, and DynamoDB ends a page at 1 MB. */
export const MAX_ITEMS = 1000;

/** The fewest items one Query asks for. Fewer would cost hardly less, since DynamoDB charges per 4 KB, about 15 claims. */
const MIN_ITEMS = 25;

/** How many items the next Query of a list asks for, and how many more items the list needs. Each Query updates both. */
export interface Limits {
  next: number;
  needed: number;
}

/**
 * The limits of a list that takes one Query or several. The first asks for about `first` items, each later one for four times
 * as many. After `needed` items in all, a Query asks for few.
 */
export const limits = (first: number, needed = Number.POSITIVE_INFINITY): Limits => ({
  next: Math.max(first, MIN_ITEMS),
  needed,
});

export interface Query extends Pick<QueryCommandInput, "IndexName" | "KeyConditionExpression" | "ConsistentRead"> {
  ExpressionAttributeValues: Record<string, string>;
  /** DynamoDB leaves out the items that do not meet this, and charges for them all the same. */
  filter?: Expression;
}

/** A provider's sheets and claims from one sort key to another, strongly consistent. */
export const entriesBetween = (providerId: string, first: string, last: string): Query => ({
  KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
  ExpressionAttributeValues: { ":pk": providerPartition(providerId), ":first": first, ":last": last },
  ConsistentRead: true,
});

/**
 * Yields the items that a Query finds, page by page. Stops once DynamoDB has read `most` items, counting those that the filter
 * leaves out.
 */
export async function* queryItems({ filter, ...query }: Query, limits: Limits, most = Number.POSITIVE_INFINITY) {
  let start: QueryCommandInput["ExclusiveStartKey"];
  let left = most;
  do {
    const Limit = Math.min(limits.next, MAX_ITEMS, Math.max(limits.needed, MIN_ITEMS), left);
    const page = await dynamodb.send(
      new QueryCommand({
        ...{ TableName: tableName, ...query, Limit, ExclusiveStartKey: start },
        ...(filter && {
          FilterExpression: filter.expression,
          ExpressionAttributeNames: filter.names,
          ExpressionAttributeValues: { ...query.ExpressionAttributeValues, ...filter.values },
        }),
      }),
    );
    const { Items = [], ScannedCount = Items.length } = page;
    limits.next *= 4;
    limits.needed -= ScannedCount;
    left -= ScannedCount;
    yield* Items;
    start = page.LastEvaluatedKey;
  } while (start && left > 0);
}
