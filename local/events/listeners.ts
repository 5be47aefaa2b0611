/** Who listens to the laptop's bus: the terminal, whoever reads `GET /events`, and the webhook of `--webhook`. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppointmentEvent } from "../../shared/contract/types.gen.ts";
import { readPath } from "../static.ts";
import type { Bus } from "./bus.ts";

/** As long as EventBridge waits for a webhook's answer. */
const ANSWERS_WITHIN_MS = 5000;

export function print({ type, appointment: { startsAt, clientId, providerId } }: AppointmentEvent) {
  console.log(`${type}   ${startsAt}   ${clientId} with ${providerId}`);
}

/**
 * Answers `GET /events` with the events from now on, as server-sent events; otherwise returns false. Without CORS headers, so
 * pages of other origins cannot read them.
 */
export const eventsOf = (bus: Bus) => (request: IncomingMessage, response: ServerResponse) => {
  if (request.method !== "GET" || readPath(request) !== "/events") return false;
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
  const send = (event: AppointmentEvent) => response.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
  bus.on("event", send);
  response.once("close", () => bus.off("event", send));
  return true;
};

/** Posts events to a webhook, one after another. Each is tried once; only EventBridge repeats what fails. */
export function postTo(url: string) {
  let last = Promise.resolve();
  return (event: AppointmentEvent) => {
    last = last.then(() => post(url, event));
  };
}

async function post(url: string, event: AppointmentEvent) {
  try {
    const { ok, status } = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(event),
      // EventBridge does not follow redirects either.
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    if (!ok) throw new Error(`it answered ${status}`);
  } catch (error) {
    console.error(`The webhook failed for event ${event.id}: ${reasonOf(error)}.`);
  }
}

/** An error's message. When `fetch` fails, only the message of the cause says why. */
const reasonOf = (error: unknown): unknown =>
  error instanceof Error ? (error.cause ? reasonOf(error.cause) : error.message) : error;
