/** The table's stream as Lambda reads it: changes come late, in batches, twice, and again from where publishing failed. */
import { isDeepStrictEqual } from "node:util";
import type { DynamoDBRecord } from "aws-lambda";
import type { AppointmentEvent } from "../../shared/contract/types.gen.ts";
import type { Draw } from "./asks.ts";
import type { Contents } from "./contents.ts";
import type { Product } from "./handlers.ts";

export function startStream({ publish }: Product, count: (what: string) => void) {
  const changes: DynamoDBRecord[] = [];
  const received: AppointmentEvent[] = [];
  let next = 0;

  /** The table has changed. The items of a torn transaction come one by one. */
  function changed({ items: before }: Contents, { items: after }: Contents) {
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const [OldImage, NewImage] = [before.get(name), after.get(name)];
      if (OldImage === NewImage || isDeepStrictEqual(OldImage, NewImage)) continue;
      // The SDK's type and Lambda's differ in bytes, which no item has.
      const images = { ...(OldImage && { OldImage }), ...(NewImage && { NewImage }) } as DynamoDBRecord["dynamodb"];
      changes.push({ dynamodb: { SequenceNumber: `${changes.length}`, ...images } });
    }
  }

  /** Hands over a batch, which may begin with changes that were published before. The simplest draw hands over all new changes. */
  async function deliver(draw: Draw) {
    const start = Math.max(0, next - draw(3));
    const end = changes.length - draw(changes.length - start + 1);
    // The bus may refuse each second event, and its reply may be lost.
    const [refused, isLost] = [draw(3) === 1 ? draw(2) : undefined, draw(6) === 1];
    if (start >= end) return;
    count("events delivered");
    let sent = 0;
    const { batchItemFailures } = await publish(changes.slice(start, end), (events) => {
      const replies = events.map((event) => {
        if (sent++ % 2 === refused) return { ErrorCode: "InternalFailure" };
        received.push(event);
        return { EventId: event.id };
      });
      return isLost && sent === events.length
        ? Object.assign(new Error("socket hang up"), { name: "TimeoutError" })
        : { status: 200, body: { Entries: replies } };
    });
    const [failed] = batchItemFailures;
    if (failed) count("events failed");
    next = failed ? Number(failed.itemIdentifier) : Math.max(next, end);
  }

  /** Hands over all that is left. Returns every event that the bus received. */
  async function drain() {
    while (next < changes.length) await deliver(() => 0);
    return received;
  }

  return { changed, deliver, drain };
}
