import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import * as z from "zod/mini";
import { logger } from "../shared/telemetry/logger.ts";
import { eventBridge } from "./client.ts";
import type { Message } from "./message.ts";

/** The bus. It is read here and not in `config.ts`, which has what the operations need and this function does not. */
const EventBusName = z.string().check(z.minLength(1)).parse(process.env.EVENT_BUS);

/** What rules match as `source`. */
const SOURCE = "reservation-api";

/** The most events that EventBridge takes at once. */
const MOST_ENTRIES = 10;

/** Publishes events in order. Returns the first that was not published: later ones may have been, but none of its slot. */
export async function publish(messages: readonly Message[]): Promise<Message | undefined> {
  for (const batch of batchesOf(messages)) {
    const failed = await put(batch);
    if (failed) return failed;
  }
  return undefined;
}

/** EventBridge may refuse any event of a batch, so that no batch has two of one slot. */
function* batchesOf(messages: readonly Message[]) {
  let batch: Message[] = [];
  for (const message of messages) {
    if (batch.length === MOST_ENTRIES || batch.some((one) => slotOf(one) === slotOf(message))) {
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
    logger.warn("the event bus is busy or away", { error });
    return batch[0];
  }
}

/** EventBridge's own time stays when it was published: replays choose by it, and a delivery ends when it is too old. */
const entryOf = ({ event }: Message): PutEventsRequestEntry => ({
  EventBusName,
  Source: SOURCE,
  DetailType: event.type,
  Detail: JSON.stringify(event),
});
