import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamodbTimeoutMs } from "../config.ts";
import { currentCost } from "../telemetry/cost.ts";

/**
 * Three attempts, each bounded: a condition's `:now` is never older than a few seconds when it acts. The bound counts
 * from when the request has a socket, not from when it waits for one.
 */
const client = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: dynamodbTimeoutMs, socketTimeout: dynamodbTimeoutMs },
});

interface Metered {
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
}

client.middlewareStack.add(
  (next) => (args) =>
    next({
      ...args,
      input: { ...args.input, ReturnConsumedCapacity: "TOTAL" },
    }),
);
client.middlewareStack.add(
  (next) => async (args) => {
    const cost = currentCost();
    if (cost) cost.requests++;
    const result = await next(args);
    const { ConsumedCapacity = [] } = result.output as Metered;
    for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) if (cost) cost.capacityUnits += CapacityUnits;
    return result;
  },
  // Inside the SDK's own retries, so that each attempt counts.
  { step: "finalizeRequest" },
);

export const dynamodb = DynamoDBDocumentClient.from(client);
