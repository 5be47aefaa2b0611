import { QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { dynamodb } from "./dynamodb.ts";

/** The most items one Query asks for: about 400 KB of claims, and DynamoDB ends a page at 1 MB. */
export const MAX_ITEMS = 1000;

export type Query = Omit<QueryCommandInput, "TableName" | "Limit" | "ExclusiveStartKey">;

/**
 * Yields what a Query finds, on at most `pages` pages. It asks for `pageSize` items first, and then for twice as many each
 * time.
 */
export async function* items(query: Query, pageSize: number, pages = Number.POSITIVE_INFINITY) {
  let start: QueryCommandInput["ExclusiveStartKey"];
  let limit = pageSize;
  let left = pages;
  do {
    const page = await dynamodb.send(
      new QueryCommand({ TableName: tableName, ...query, Limit: limit, ExclusiveStartKey: start }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
    limit = Math.min(limit * 2, MAX_ITEMS);
  } while (start && --left > 0);
}
