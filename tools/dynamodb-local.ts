/**
 * `npm run test:dynamodb-local [-- <vitest's filters>]`: the tests of the operations and of what crosses them, on AWS's
 * own DynamoDB Local in place of the embedded engine.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { startEngine } from "./dynamodb-local-engine.ts";
import { jarFolder } from "./dynamodb-local-jar.ts";

const JAVA = 17;

function needJava() {
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  const [, version] = /version "([^"]+)"/.exec(stderr ?? "") ?? [];
  if (!version) throw new Error(`DynamoDB Local needs Java ${JAVA} or newer, and there is no java on the PATH.`);
  if (Number.parseInt(version, 10) < JAVA)
    throw new Error(`DynamoDB Local needs Java ${JAVA} or newer, and the java on the PATH is ${version}.`);
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
  const { endpoint, stop } = await startEngine(jarFolder());
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
