import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import * as z from "zod/mini";
import { logger } from "../shared/telemetry/logger.ts";
import { eventBridge } from "./event-bridge.ts";
import type { Message } from "./message.ts";

/** Not in `config.ts`: that parses the settings of the operations, which this function does not have. */
const EventBusName = z.string().check(z.minLength(1)).parse(process.env.EVENT_BUS);

/** The `source` that rules match. */
const SOURCE = "reservation-api";

/** The most events that EventBridge takes at once. */
const MAX_ENTRIES = 10;

/** Publishes events in order. Returns the first that failed, if any. Later ones may be published, but none of the same slot. */
export async function publish(messages: readonly Message[]): Promise<Message | undefined> {
  for (const batch of batchesOf(messages)) {
    const failed = await put(batch);
    if (failed) return failed;
  }
  return undefined;
}

/** No batch has two events of one slot: EventBridge may refuse the first and take the second. */
function* batchesOf(messages: readonly Message[]) {
  let batch: Message[] = [];
  for (const message of messages) {
    if (batch.length === MAX_ENTRIES || batch.some((one) => slotOf(one) === slotOf(message))) {
      yield batch;
      batch = [];
    }
    batch.push(message);
  }
  if (batch.length > 0) yield batch;
}

const slotOf = ({ event: { appointment } }: Message) => `${appointment.providerId} ${appointment.startsAt}`;

async function put(batch: Message[]): Promise<Message | undefined> {
  try {
    const { Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: batch.map(entryOf) }));
    const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (!refused) logger.info("published", { events: batch.map(({ event }) => event.id) });
    else logger.warn("the event bus refused an event", { ...refused });
    return refused && batch[Entries.indexOf(refused)];
  } catch (error) {
    logger.warn("the event bus is busy or cannot be reached", { error });
    return batch[0];
  }
}

/** Sets no `Time`: EventBridge then takes the time of publishing, which decides what a replay selects and when retries end. */
const entryOf = ({ event }: Message): PutEventsRequestEntry => ({
  EventBusName,
  Source: SOURCE,
  DetailType: event.type,
  Detail: JSON.stringify(event),
});
