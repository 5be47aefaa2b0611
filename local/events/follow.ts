/** Stands in for Lambda: hands the changes of the embedded engine to the function that publishes events, one after another. */
import { get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import type { DynamoDBStreamEvent } from "aws-lambda";

type Publish = (event: DynamoDBStreamEvent) => Promise<unknown>;

/**
 * Resolves when it is connected: from then on every change is handed over. Nothing is repeated, because this laptop's bus
 * refuses nothing, and the function logs a change that it cannot read.
 *
 * @param url where the engine streams a table's changes, a line of JSON each
 */
export async function follow(url: string, publish: Publish) {
  const changes = await new Promise<IncomingMessage>((resolve, reject) => get(url, resolve).once("error", reject));
  handOver(changes, publish).catch((error) => {
    // The engine has ended, and so will the server.
    if (error.code !== "ECONNRESET") throw error;
  });
}

async function handOver(changes: IncomingMessage, publish: Publish) {
  for await (const line of createInterface({ input: changes })) await publish({ Records: [JSON.parse(line)] });
}
