/**
 * `npm run test:dynamodb-local [-- <vitest's filters>]`: the tests of the operations and of what crosses them, on AWS's
 * own DynamoDB Local in place of the embedded engine.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { jarFolder } from "./dynamodb-local-jar.ts";

const JAVA = 17;
const STARTS_WITHIN_MS = 60_000;

function needJava() {
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  const [, version] = /version "([^"]+)"/.exec(stderr ?? "") ?? [];
  if (!version) throw new Error(`DynamoDB Local needs Java ${JAVA} or newer, and there is no java on the PATH.`);
  if (Number.parseInt(version, 10) < JAVA)
    throw new Error(`DynamoDB Local needs Java ${JAVA} or newer, and the java on the PATH is ${version}.`);
}

/** Starts DynamoDB Local in memory, on a free port. It ends with this process. */
async function start(folder: string) {
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
  const endpoint = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(endpoint).then(
      () => true,
      () => false,
    );
  const late = AbortSignal.timeout(STARTS_WITHIN_MS);
  while (!(await answers())) {
    if (engine.exitCode !== null || late.aborted) throw new Error("DynamoDB Local did not start.");
    await setTimeout(100);
  }
  const stop = async () => {
    engine.stdin.end();
    if (engine.exitCode === null) await once(engine, "exit");
  };
  return { endpoint, stop };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Runs the tests in sight of the user, and returns vitest's exit code. */
async function test(endpoint: string, filters: string[]): Promise<number> {
  const tests = spawn("vitest", ["run", ...filters], {
    stdio: "inherit",
    env: { ...process.env, DYNAMODB_ENDPOINT: endpoint },
  });
  // Ctrl-C reaches the tests by itself, and this process sees them end.
  process.on("SIGINT", () => {});
  process.once("SIGTERM", () => tests.kill());
  const [code] = await once(tests, "exit");
  return code ?? 1;
}

try {
  needJava();
  const { endpoint, stop } = await start(jarFolder());
  const filters = process.argv.slice(2);
  try {
    process.exitCode = await test(endpoint, filters.length > 0 ? filters : ["functions/", "test/"]);
  } finally {
    await stop();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
