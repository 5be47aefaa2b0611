/** The process of DynamoDB Local. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { connect } from "../local/dynamodb.ts";

const STARTS_WITHIN_MS = 60_000;

/** How long one look at the port may take. */
const LOOK_MS = 5000;

/**
 * Starts DynamoDB Local in memory, on a free port, and waits until it answers as DynamoDB does. It ends with this process.
 *
 * @param folder where DynamoDBLocal.jar is
 * @param late when it is given up
 * @throws Error with one sentence when it does not start in time; nothing is left running then
 */
export async function startEngine(folder: string, late = AbortSignal.timeout(STARTS_WITHIN_MS)) {
  const port = await freePort();
  const java = ["java", "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar"];
  const options = ["-inMemory", "-disableTelemetry", "-port", `${port}`];
  // A group of its own: Ctrl-C reaches the tests, which still need the engine while they end.
  const engine = spawn(process.execPath, [join(import.meta.dirname, "attended.ts"), ...java, ...options], {
    // It leaves a file where it runs.
    cwd: folder,
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  let hasEnded = false;
  const ended = once(engine, "exit").then(() => {
    hasEnded = true;
  });
  const stop = async () => {
    engine.stdin.end();
    await ended;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await isDynamoDB(endpoint, late))) {
    if (hasEnded || late.aborted) {
      await stop();
      throw new Error("DynamoDB Local did not start.");
    }
    await setTimeout(100);
  }
  return { endpoint, stop };
}

/** Whether DynamoDB answers there: another program may have taken the port since it was free. */
async function isDynamoDB(endpoint: string, late: AbortSignal) {
  const client = connect(endpoint);
  try {
    const abortSignal = AbortSignal.any([late, AbortSignal.timeout(LOOK_MS)]);
    const { TableNames } = await client.send(new ListTablesCommand(), { abortSignal });
    return TableNames !== undefined;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
