/** Conditional writes, alone or several in one transaction. */
import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { PutCommand, TransactWriteCommand, type TransactWriteCommandInput, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { tableName } from "../config.ts";
import type { Expression } from "./conditions.ts";
import { dynamodb } from "./dynamodb.ts";
import type { Key } from "./keys.ts";

/** Why a write was not done: its condition failed. `existing` is the item that was there, undefined if there was none. */
export interface FailedCondition {
  existing: unknown;
}

/** One write of a transaction. */
export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** The write that puts an item: if the condition holds, or always without a condition. */
export const putOf = (Item: Key & Record<string, unknown>, condition?: Expression) => ({
  TableName: tableName,
  Item,
  ...(condition && conditionOf(condition)),
});

/** The write that changes an item if the condition holds. */
export const updateOf = (key: Key, change: Expression, condition: Expression) => ({
  TableName: tableName,
  Key: key,
  UpdateExpression: change.expression,
  ...conditionOf(condition, change),
});

const conditionOf = ({ expression, ...condition }: Expression, change?: Expression) => {
  const names = { ...change?.names, ...condition.names };
  const values = { ...change?.values, ...condition.values };
  return {
    ConditionExpression: expression,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
};

/** Puts an item. Returns undefined if it is done. */
export const put = (write: ReturnType<typeof putOf>): Promise<FailedCondition | undefined> =>
  orFailedCondition(async () => {
    await dynamodb.send(new PutCommand(write));
    return undefined;
  });

/** Changes an item. Returns the item as it is now if it is done. */
export const update = (write: ReturnType<typeof updateOf>): Promise<FailedCondition | { item: unknown }> =>
  orFailedCondition(async () => {
    const { Attributes } = await dynamodb.send(new UpdateCommand({ ...write, ReturnValues: "ALL_NEW" }));
    return { item: Attributes };
  });

async function orFailedCondition<T>(send: () => Promise<T>): Promise<T | FailedCondition> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { existing: error.Item && unmarshall(error.Item) };
  }
}

/** Does all writes or none. Returns undefined if they are done, otherwise each write's failed condition, if any, in order. */
export async function transact(writes: Write[]): Promise<(FailedCondition | undefined)[] | undefined> {
  try {
    await dynamodb.send(new TransactWriteCommand({ TransactItems: writes }));
    return undefined;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    // Conflicts and throttling end in dynamodb.ts. Any other reason is a bug.
    if (!reasons.some(isFailedCondition)) throw error;
    return reasons.map((reason) =>
      isFailedCondition(reason) ? { existing: reason.Item && unmarshall(reason.Item) } : undefined,
    );
  }
}

const isFailedCondition = ({ Code }: { Code?: string | undefined }) => Code === "ConditionalCheckFailed";
