/** The table's stream: changes as the records that Lambda gets, with each item before and after. */
import type { DynamoDBRecord } from "aws-lambda";
import type { Item, Store } from "dynalite/db/index.js";
import { type Change, isDifferent } from "./dry-run.ts";
import { describe } from "./expiry.ts";

/** The identity in the record of an item that DynamoDB itself deleted. */
const TIME_TO_LIVE = { type: "Service", principalId: "dynamodb.amazonaws.com" };

let last = 0;

/** The records of the changes to this table's items. A write that leaves an item the same has no record. */
export async function recordsOf(store: Store, TableName: string, changes: Change[], isSweep: boolean) {
  const items = changes.filter((change) => change.table === TableName && !change.index && isDifferent(change));
  if (items.length === 0) return [];
  const { KeySchema } = await describe(store, { TableName });
  const keyNames = new Set(KeySchema.map(({ AttributeName }) => AttributeName));
  const keysOf = (item: Item = {}) => Object.fromEntries(Object.entries(item).filter(([name]) => keyNames.has(name)));
  return items.map(({ before, after }): DynamoDBRecord => {
    const number = ++last;
    return {
      eventID: `${number}`,
      eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
      eventSource: "aws:dynamodb",
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
        Keys: keysOf(after ?? before),
        ...(before && { OldImage: before }),
        ...(after && { NewImage: after }),
        SequenceNumber: `${number}`,
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
      ...(isSweep && { userIdentity: TIME_TO_LIVE }),
    };
  });
}
