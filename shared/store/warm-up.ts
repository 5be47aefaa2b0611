import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { tableName, warmUpBy } from "../config.ts";
import { logger } from "../telemetry/logger.ts";
import { table } from "./table.ts";

/** A partition in which there is nothing. */
const NOTHING = "WARM-UP";

/** The longest that a warm-up may delay a start. */
const TIMEOUT_MS = 1000;

/**
 * Sends DynamoDB one cheap read that finds nothing, so that the first call meets an open connection and code that has run:
 * Lambda often starts a function before its first call comes. If the read fails, the function starts all the same.
 */
export async function warmUp(dynamodb: DynamoDBDocumentClient) {
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    if (warmUpBy === "GetItem")
      await dynamodb.send(new GetCommand({ TableName: tableName, Key: key }), { abortSignal });
    else if (warmUpBy) await dynamodb.send(queryOn(warmUpBy), { abortSignal });
  } catch (error) {
    logger.warn("warm-up failed", { error });
  }
}

const key = { [table.partitionKey]: NOTHING, [table.sortKey]: NOTHING };

function queryOn(place: "table" | keyof typeof table.indexes) {
  const { partitionKey } = place === "table" ? table : table.indexes[place];
  return new QueryCommand({
    TableName: tableName,
    ...(place !== "table" && { IndexName: place }),
    KeyConditionExpression: `${partitionKey} = :nothing`,
    ExpressionAttributeValues: { ":nothing": NOTHING },
  });
}
