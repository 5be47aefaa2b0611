import { TABLE_NAME } from "../dynamodb.ts";
import { loadHandler } from "../load.ts";
import { type Bus, startBus } from "./bus.ts";
import { follow } from "./follow.ts";
import { postTo, print } from "./listeners.ts";

/**
 * Publishes what happens to appointments from now on, with the bundle that Lambda runs.
 *
 * @param database where the embedded engine answers
 * @param webhook where to post each event
 */
export async function startEvents(database: string, webhook: string | undefined): Promise<Bus> {
  const { bus, endpoint } = await startBus();
  Object.assign(process.env, { EVENT_BUS: "local", AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint });
  bus.on("event", print);
  if (webhook) bus.on("event", postTo(webhook));
  await follow(`${database}/changes/${TABLE_NAME}`, await loadHandler("publishEvents"));
  return bus;
}
