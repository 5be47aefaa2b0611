import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { AppointmentEvent } from "../shared/contract/types.gen.ts";
import { eventsOf } from "../shared/domain/lifecycle-event.ts";
import { eventReply } from "../shared/http/replies.ts";
import { claimIn } from "../shared/store/items.ts";

/** An event to publish, and the sequence number of the change that it comes from. */
export interface Message {
  event: AppointmentEvent;
  sequenceNumber: string;
}

/** The events of one change of the table, in order. Throws if an item is not one that this project stores. */
export function messagesOf({ dynamodb = {} }: DynamoDBRecord): Message[] {
  const { OldImage, NewImage, SequenceNumber: sequenceNumber = "" } = dynamodb;
  return eventsOf(claimOf(OldImage), claimOf(NewImage)).map((event) => ({ event: eventReply(event), sequenceNumber }));
}

type Image = NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"];

// Lambda's type of an item differs from the SDK's only in bytes, which no item has.
const claimOf = (image: Image) => image && claimIn(unmarshall(image as Parameters<typeof unmarshall>[0]));
