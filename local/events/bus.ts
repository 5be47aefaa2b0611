/** Stands in for EventBridge: receives what the function publishes, and passes it to the listeners. */
import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import * as z from "zod/mini";
import type { AppointmentEvent } from "../../shared/contract/types.gen.ts";
import { listen } from "../listen.ts";

export type Bus = EventEmitter<{ event: [AppointmentEvent] }>;

/** What the function publishes: for each event its JSON. */
const published = z.object({ Entries: z.array(z.object({ Detail: z.string() })) });

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
    const { Entries } = published.parse(await json(request));
    for (const { Detail } of Entries) bus.emit("event", JSON.parse(Detail));
    return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: randomUUID() })) };
  }
  // `unref`, so that this server alone does not keep the process alive.
  const { url: endpoint } = await listen(server.unref());
  return { bus, endpoint };
}
