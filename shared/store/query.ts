import { QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Expression } from "./conditions.ts";
import { dynamodb } from "./dynamodb.ts";

/** The most items one Query asks for: about 400 KB of claims, and DynamoDB ends a page at 1 MB. */
export const MAX_ITEMS = 1000;

/** The fewest items one Query asks for: fewer cost hardly less, since DynamoDB charges by 4 KB, which some 15 claims take. */
const MIN_ITEMS = 25;

/** How many items the next Query of a list asks for, and how many more the list needs. */
export interface Asking {
  size: number;
  enough: number;
}

/**
 * How a list asks for its items, in one Query or several: first for about `first` of them, then for four times as many each
 * time. Once it has `enough`, it asks for few at a time.
 */
export const asking = (first: number, enough = Number.POSITIVE_INFINITY): Asking => ({
  size: Math.max(first, MIN_ITEMS),
  enough,
});

export interface Query extends Pick<QueryCommandInput, "IndexName" | "KeyConditionExpression" | "ConsistentRead"> {
  ExpressionAttributeValues: Record<string, string>;
  /** DynamoDB leaves out what this does not fit, and charges for it all the same. */
  filter?: Expression;
}

/**
 * Yields what a Query finds, page by page.
 *
 * @param most stops once DynamoDB has looked at so many items, whichever of them a filter lets through
 */
export async function* items({ filter, ...query }: Query, ask: Asking, most = Number.POSITIVE_INFINITY) {
  let start: QueryCommandInput["ExclusiveStartKey"];
  let left = most;
  do {
    const Limit = Math.min(ask.size, MAX_ITEMS, Math.max(ask.enough, MIN_ITEMS), left);
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
    ask.size *= 4;
    ask.enough -= ScannedCount;
    left -= ScannedCount;
    yield* Items;
    start = page.LastEvaluatedKey;
  } while (start && left > 0);
}
