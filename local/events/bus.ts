/** EventBridge's part: takes what the function that publishes events sends, and tells it to whoever listens. */
import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { PutEventsRequest } from "@aws-sdk/client-eventbridge";
import type { AppointmentEvent } from "../../shared/contract/types.gen.ts";

export type Bus = EventEmitter<{ event: [AppointmentEvent] }>;

export async function startBus(): Promise<{ bus: Bus; endpoint: string }> {
  const bus: Bus = new EventEmitter();
  // Every open page is a listener.
  bus.setMaxListeners(0);
  const server = createServer(async (request, response) => {
    const { Entries = [] } = (await json(request)) as PutEventsRequest;
    for (const { Detail = "" } of Entries) bus.emit("event", JSON.parse(Detail));
    const reply = { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: randomUUID() })) };
    response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1" }).end(JSON.stringify(reply));
  });
  // Alone it keeps no process alive.
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening).unref());
  return { bus, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
