import { TABLE_NAME } from "../dynamodb.ts";
import { type Bus, startBus } from "./bus.ts";
import { follow } from "./follow.ts";
import { postTo, print } from "./listeners.ts";

/**
 * Publishes what happens to appointments from now on, with the function that Lambda runs.
 *
 * @param database where the embedded engine answers
 * @param webhook where to post each event
 */
export async function startEvents(database: string, webhook: string | undefined): Promise<Bus> {
  const { bus, endpoint } = await startBus();
  Object.assign(process.env, { EVENT_BUS: "local", AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint });
  bus.on("event", print);
  if (webhook) bus.on("event", postTo(webhook));
  const { handler } = await import("../../events/publishEvents.ts");
  await follow(`${database}/changes/${TABLE_NAME}`, handler);
  return bus;
}
