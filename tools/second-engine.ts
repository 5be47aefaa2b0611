/**
 * `npm run test:second-engine [-- <vitest's arguments>]`: runs the tests on Dynoxide instead of the embedded DynamoDB. The two
 * share no code, and a public suite compares Dynoxide with AWS. Its package is for one platform only, so it is no dependency
 * of the project: npm fetches it once, into a folder that git ignores.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { listen } from "../local/listen.ts";

const PLATFORM = "linux-x64";
const PACKAGE = `@dynoxide/${PLATFORM}`;
const VERSION = "1.2.1";
const FOLDER = join(".local", `dynoxide-${VERSION}`);
const PROGRAM = join(FOLDER, "node_modules", PACKAGE, "dynoxide");

async function main() {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== PLATFORM) throw new Error(`The second engine is made for ${PLATFORM}, and this is ${platform}.`);
  if (!existsSync(PROGRAM)) fetchProgram();
  const port = await freePort();
  const engine = spawn(PROGRAM, ["--host", "127.0.0.1", "--port", `${port}`], { stdio: ["ignore", "ignore", "pipe"] });
  process.once("SIGTERM", () => process.exit(1)).once("exit", () => engine.kill());
  const [printed] = await Promise.race([once(engine.stderr, "data"), once(engine, "exit")]);
  if (!`${printed}`.includes("listening")) throw new Error(`The second engine did not start: ${printed}`);
  const tests = spawn("vitest", ["run", ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  process.once("exit", () => tests.kill());
  const [code] = await once(tests, "exit");
  process.exit(code ?? 1);
}

function fetchProgram() {
  const { status, stderr } = spawnSync("npm", ["install", "--prefix", FOLDER, "--no-save", `${PACKAGE}@${VERSION}`], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The second engine could not be fetched: ${stderr}`.trim());
}

async function freePort() {
  const server = createServer();
  const { port } = await listen(server);
  server.close();
  return port;
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
