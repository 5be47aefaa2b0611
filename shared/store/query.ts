import { QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { dynamodb } from "./dynamodb.ts";

/** The most items one Query asks for: about 400 KB of claims, and DynamoDB ends a page at 1 MB. */
export const MAX_ITEMS = 1000;

/** The fewest items one Query asks for: fewer cost hardly less, since DynamoDB charges by 4 KB, which some 15 claims take. */
const MIN_ITEMS = 25;

/**
 * How many items each Query asks for, one after another: first about `first`, then four times as many each time.
 *
 * @param most how many they ask for in all
 */
export function* growing(first: number, most = Number.POSITIVE_INFINITY): Generator<number, void> {
  let size = Math.max(first, MIN_ITEMS);
  for (let left = most; left > 0; left -= size, size *= 4) {
    size = Math.min(size, MAX_ITEMS, left);
    yield size;
  }
}

export type Query = Omit<QueryCommandInput, "TableName" | "Limit" | "ExclusiveStartKey">;

/** Yields what a Query finds, page by page, until nothing or none of `sizes` is left. */
export async function* items(query: Query, sizes: Iterator<number>) {
  let start: QueryCommandInput["ExclusiveStartKey"];
  do {
    const { value: Limit, done } = sizes.next();
    if (done) return;
    const page = await dynamodb.send(
      new QueryCommand({ TableName: tableName, ...query, Limit, ExclusiveStartKey: start }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}
