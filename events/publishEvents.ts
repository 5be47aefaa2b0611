/**
 * The Lambda that publishes what happens to appointments. The table's stream hands it every change, and the changes of one
 * slot in order.
 */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { logger } from "../shared/telemetry/logger.ts";
import { nameSources } from "../shared/telemetry/source-lines.ts";
import { publish } from "./bus.ts";
import { type Message, messagesOf } from "./message.ts";

/** Returns the first change that was not published, if any: Lambda repeats the batch from there, for 23 hours. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { messages, unreadable } = read(Records);
  const failed = (await publish(messages))?.sequenceNumber ?? unreadable;
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
}

/** Reads up to the first change that it cannot read, so that the changes before it are published. */
function read(records: readonly DynamoDBRecord[]): { messages: Message[]; unreadable?: string } {
  const messages: Message[] = [];
  for (const record of records)
    try {
      messages.push(...messagesOf(record));
    } catch (error) {
      const { SequenceNumber: unreadable = "" } = record.dynamodb ?? {};
      nameSources(error);
      logger.error("bug", { unreadable, error });
      return { messages, unreadable };
    }
  return { messages };
}
