/** The DynamoDB client: attempts, timeouts, throttling, conflicts, and what a call costs. */
import { DynamoDBClient, TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { isThrottlingError, isTransientError } from "@smithy/core/retry";
import { dynamodbTimeoutMs } from "../config.ts";
import { unavailable } from "../domain/refusal.ts";
import { currentCost } from "../telemetry/cost.ts";
import { warmUp } from "./warm-up.ts";

/**
 * At most three attempts, each with a timeout, so that a condition's `:now` is at most a few seconds old when DynamoDB
 * checks it. The timeout begins when the request has a socket, not while it waits for one.
 */
const client = new DynamoDBClient({
  maxAttempts: 3,
  // A server whose clock is minutes off must not decide about holds. The SDK's correction would let it, and would retry
  // each write whose condition failed.
  disableClockSkewCorrection: true,
  requestHandler: { connectionTimeout: dynamodbTimeoutMs, socketTimeout: dynamodbTimeoutMs },
});

// The SDK's logger copies each request and each reply for a log that nobody reads.
client.middlewareStack.remove("loggerMiddleware");

client.middlewareStack.add(
  (next) => (args) => next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } }),
);

/**
 * If the SDK's last attempt fails with an error that is worth a retry, the database is busy or cannot be reached. The caller
 * gets a 503 that says when to repeat the call (`shared/http/problem.ts`); every call may be repeated.
 */
client.middlewareStack.add(
  (next) => (args) =>
    next(args).catch((error) => {
      throw isThrottlingError(error) || isTransientError(error) ? unavailable(error) : error;
    }),
  { step: "initialize", priority: "high" },
);

/** What is read here of a command's output. The SDK's own type covers all commands, also those that are not sent here. */
interface Metered {
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
}

// Inside the SDK's own retries, so that each attempt counts.
client.middlewareStack.add(
  (next) => async (args) => {
    const cost = currentCost();
    if (cost) cost.requests++;
    const result = await next(args).catch((error: unknown) => {
      if (mayBeRetried(error)) Object.assign(error, { $retryable: {} });
      throw error;
    });
    const { ConsumedCapacity = [] } = result.output as Metered;
    for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) if (cost) cost.capacityUnits += CapacityUnits;
    return result;
  },
  { step: "finalizeRequest" },
);

/** The reasons why DynamoDB cancels a transaction that may succeed a moment later. */
const TRANSIENT = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];

/**
 * Whether a request met another transaction under way, or its own transaction was throttled. The SDK retries throttled
 * requests by itself, but not these two. A failed condition among the reasons is an answer, whatever the other reasons are.
 */
function mayBeRetried(error: unknown): error is Error {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = error.CancellationReasons?.map(({ Code = "" }) => Code) ?? [];
  return !codes.includes("ConditionalCheckFailed") && codes.some((code) => TRANSIENT.includes(code));
}

export const dynamodb = DynamoDBDocumentClient.from(client);
await warmUp(dynamodb);
