/** Stands in for EventBridge: receives what the function publishes, and passes it to the listeners. */
import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { PutEventsRequest } from "@aws-sdk/client-eventbridge";
import type { AppointmentEvent } from "../../shared/contract/types.gen.ts";

export type Bus = EventEmitter<{ event: [AppointmentEvent] }>;

export async function startBus(): Promise<{ bus: Bus; endpoint: string }> {
  const bus: Bus = new EventEmitter();
  // Every reader of `GET /events` is a listener, so there is no limit.
  bus.setMaxListeners(0);
  const server = createServer((request, response) => {
    receive(request).then(
      (reply) => response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1" }).end(JSON.stringify(reply)),
      () => response.writeHead(400).end(),
    );
  });
  async function receive(request: IncomingMessage) {
    const { Entries = [] } = (await json(request)) as PutEventsRequest;
    for (const { Detail = "" } of Entries) bus.emit("event", JSON.parse(Detail));
    return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: randomUUID() })) };
  }
  // `unref`, so that this server alone does not keep the process alive.
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening).unref());
  return { bus, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
