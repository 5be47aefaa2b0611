/** The server to fuzz, with a database of its own behind a recorder. */
import { createTable, startDynamoDB } from "../../local/dynamodb.ts";
import type { Target } from "./fuzz.ts";
import { emptyLedger } from "./ledger.ts";
import { watchLog } from "./log.ts";
import { startRecorder } from "./recorder.ts";
import { senderTo } from "./send.ts";
import { startServer } from "./server.ts";
import type { Place } from "./world.ts";

const TABLE_NAME = "fuzz";

export async function startTarget(): Promise<Target & { place: Place; stop(): Promise<void> }> {
  const database = await startDynamoDB();
  await createTable(database.endpoint, TABLE_NAME);
  const recorder = await startRecorder(database.endpoint);
  const log = watchLog();
  const server = await startServer(recorder.endpoint, TABLE_NAME, log.read);
  const sender = senderTo(server.url);
  return {
    sender,
    recorder,
    log,
    ledger: emptyLedger(),
    isAlive: server.isAlive,
    place: { url: server.url, endpoint: recorder.endpoint, tableName: TABLE_NAME },
    async stop() {
      sender.close();
      await server.stop();
      recorder.close();
      await database.stop();
    },
  };
}
