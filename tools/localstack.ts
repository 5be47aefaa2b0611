/** `npm run localstack`, `localstack:test` and `localstack:down`: the very stack of AWS, on LocalStack on this machine. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";

const PORT = 4566;
const ENDPOINT = `http://127.0.0.1:${PORT}`;
const OUTPUTS = ".local/localstack.json";
const COMPOSE = ["compose", "--file", "localstack-compose.yml"];

/** LocalStack takes any credentials; the CDK wants to see some, and an account and a Region. */
const localstack = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
};

const commands: Record<string, () => void | Promise<void>> = { up, test, down };

async function up() {
  needDocker();
  if (!isUp() && (await isTaken(PORT)))
    throw new Error(`Port ${PORT} is taken: end what listens there, then try again.`);
  run("docker", ...COMPOSE, "up", "--detach", "--wait");
  run("cdklocal", "bootstrap", "-c", "stage=local");
  run("cdklocal", "deploy", "-c", "stage=local", "--method=direct", "--outputs-file", OUTPUTS);
  console.log(`\nReservation API on LocalStack   ${deployedUrl()}`);
}

function test() {
  const url = deployedUrl();
  console.log(`The acceptance tests against ${url}`);
  process.env.API_URL = url;
  run("vitest", "run", "test/acceptance.test.ts");
}

function down() {
  needDocker();
  run("docker", ...COMPOSE, "down", "--volumes");
  rmSync(OUTPUTS, { force: true });
}

/** Where the deployed API answers on this machine. Throws where none is deployed. */
function deployedUrl() {
  if (!existsSync(OUTPUTS)) throw new Error("Nothing is deployed on LocalStack: run npm run localstack first.");
  const [stack] = Object.values<Record<string, string>>(JSON.parse(readFileSync(OUTPUTS, "utf8")));
  // AWS's own address for it, https://<id>.execute-api…/local/, says the id.
  const [apiId] = new URL(stack?.Url ?? "").hostname.split(".");
  return `${ENDPOINT}/_aws/execute-api/${apiId}/local`;
}

function needDocker() {
  const has = (...args: string[]) => quiet("docker", ...args).status === 0;
  if (!has("version")) throw new Error("LocalStack needs Docker, and Docker is not running or not installed.");
  if (!has("compose", "version"))
    throw new Error("LocalStack needs Docker Compose, and docker has no compose command.");
}

const isUp = () => quiet("docker", ...COMPOSE, "ps", "--quiet").stdout.trim() !== "";

const isTaken = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
      .once("error", () => resolve(true))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
  });

const quiet = (command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { encoding: "utf8" });

/** Runs a command in sight of the user. Throws where it fails: it has said why. */
function run(command: string, ...args: string[]) {
  const { status } = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...localstack } });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed; what it said is above.`);
}

const command = commands[process.argv[2] ?? ""];
try {
  if (!command) throw new Error(`Usage: node tools/localstack.ts ${Object.keys(commands).join("|")}`);
  await command();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
