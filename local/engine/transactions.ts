/** Transactions: the shape of their requests, and the reply to one that is cancelled. */
import { validationError } from "dynalite/db/index.js";
import { type DynamoDBError, type Input, isFailedCondition, type Shape, shapeOf } from "./actions.ts";
import type { DryRun } from "./dry-run.ts";

/** The operations that a transaction can have, with the dynalite actions that perform them. */
const writes = { Put: "PutItem", Update: "UpdateItem" };
const reads = { Get: "GetItem" };

interface Operation {
  action: string;
  input: Input;
}

/** The operations of a parsed transaction, in its order. */
export const operationsOf = ({ TransactItems, ReturnConsumedCapacity }: Input): Operation[] =>
  TransactItems.flatMap((item: Input) =>
    Object.entries({ ...writes, ...reads }).flatMap(([kind, action]) =>
      item[kind] ? [{ action, input: { ...item[kind], ReturnConsumedCapacity, ConsistentRead: true } }] : [],
    ),
  );

const shapeOfTransaction = (actions: Record<string, string>): Shape => ({
  types: {
    ClientRequestToken: { type: "String", lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
    ReturnConsumedCapacity: { type: "String", enum: ["INDEXES", "TOTAL", "NONE"] },
    TransactItems: {
      type: "List",
      notNull: true,
      lengthGreaterThanOrEqual: 1,
      lengthLessThanOrEqual: 100,
      children: {
        type: "ValueStruct<TransactItem>",
        children: Object.fromEntries(
          Object.entries(actions).map(([kind, action]) => [
            kind,
            { type: `FieldStruct<${kind}>`, children: shapeOf(action).types },
          ]),
        ),
      },
    },
  },
  custom: ({ TransactItems }, store) => {
    for (const item of TransactItems) {
      const [kind = "", ...others] = Object.keys(item);
      const action = actions[kind];
      if (!action || others.length > 0)
        return `TransactItems can only contain one of ${Object.keys(actions).join(", ")}`;
      const fault = shapeOf(action).custom?.(item[kind], store);
      if (fault) return fault;
    }
    return undefined;
  },
});

export const transactWrite = shapeOfTransaction(writes);
export const transactGet = shapeOfTransaction(reads);

/** The error of a transaction, if it has two operations on one item or one of its operations is refused. */
export function errorOf(dryRuns: DryRun[]): Error | undefined {
  const keys = dryRuns.flatMap((one) => one.keys);
  if (new Set(keys).size < keys.length)
    return validationError("Transaction request cannot include multiple operations on one item");
  if (dryRuns.every(({ error }) => !error)) return undefined;
  const CancellationReasons = dryRuns.map(({ error }) => (error ? reasonOf(error) : { Code: "None" }));
  const codes = CancellationReasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const __type = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
  return Object.assign(new Error(message), { statusCode: 400, body: { __type, message, CancellationReasons } });
}

function reasonOf(error: DynamoDBError) {
  const { __type, message, ...item } = error.body;
  return { Code: isFailedCondition(error) ? "ConditionalCheckFailed" : "ValidationError", Message: message, ...item };
}
