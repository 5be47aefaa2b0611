/** `npm run localstack`, `localstack:test` and `localstack:down`: deploys, tests and ends the stage `local` on an emulator on this machine. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, end, endpointFrom, environmentFor, findOrStart, lookAt } from "./localstack/emulator.ts";

/** What is known of the emulator in use and of what is deployed there. */
const FOLDER = ".local/localstack";
const NOTES = join(FOLDER, "emulator.json");
/** What was synthesized last without a fault. */
const ASSEMBLY = join(FOLDER, "cdk.out");
const DRAFT = join(FOLDER, "cdk.draft");
const OUTPUTS = join(FOLDER, "outputs.json");
const DEPLOY_FIRST = "Nothing is deployed on an emulator: run npm run localstack first.";

const commands: Record<string, () => Promise<void>> = { up, test, down };

async function up() {
  const known = readNotes();
  const endpoint = endpointFrom(process.env);
  if (known && known.endpoint !== endpoint)
    throw new Error(`The stage is at ${known.endpoint} already: run npm run localstack:down first.`);
  const found = await findOrStart(endpoint);
  const emulator = { ...known, ...found };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(NOTES, JSON.stringify(emulator));
  // Ctrl-C ends the deployment only: then the code below ends the emulator that was started for it.
  process.once("SIGINT", () => {});
  try {
    // This synthesizes too, for all commands after it.
    await cdk(emulator, "bootstrap", "-c", "stage=local", "--output", DRAFT);
    rmSync(ASSEMBLY, { recursive: true, force: true });
    renameSync(DRAFT, ASSEMBLY);
    await cdk(emulator, "deploy", "--app", ASSEMBLY, "--outputs-file", OUTPUTS);
    const url = deployedUrl(emulator);
    const status = await statusOf(url).catch(() => mustAnswer(emulator));
    if (status !== 401)
      throw new Error(
        `The functions fail at ${endpoint} (${status}): an emulator on this machine needs Node 24 first on its PATH.`,
      );
    console.log(`\nReservation API on an emulator   ${url}`);
  } catch (error) {
    if (found.startedBy) await endAll(emulator);
    throw error;
  }
}

async function test() {
  const emulator = readNotes();
  if (!emulator || !existsSync(OUTPUTS)) throw new Error(DEPLOY_FIRST);
  const url = deployedUrl(emulator);
  await mustAnswer(emulator);
  if ((await statusOf(url)) === 404) throw new Error(DEPLOY_FIRST);
  console.log(`The acceptance tests against ${url}`);
  const { EventBusName: EVENT_BUS } = deployed();
  const env = { ...environmentFor(emulator.endpoint), API_URL: url, EVENT_BUS };
  await run(emulator, "vitest", ["run", "test/acceptance.test.ts", "test/events.test.ts"], env);
}

async function down() {
  const emulator = readNotes();
  if (!emulator) return;
  if (!emulator.startedBy && existsSync(ASSEMBLY) && (await lookAt(emulator.endpoint)) === "an emulator")
    await cdk(emulator, "destroy", "--app", ASSEMBLY, "--force");
  await endAll(emulator);
}

async function endAll(emulator: Emulator) {
  await end(emulator);
  rmSync(FOLDER, { recursive: true });
}

const readNotes = (): Emulator | undefined => (existsSync(NOTES) ? JSON.parse(readFileSync(NOTES, "utf8")) : undefined);

/** The outputs of the deployed stack. */
const deployed = () => Object.values<Record<string, string>>(JSON.parse(readFileSync(OUTPUTS, "utf8")))[0] ?? {};

/** Where the deployed API answers on this machine. */
function deployedUrl({ endpoint }: Emulator) {
  // The stack's own URL for it, https://<id>.execute-api…/local/, has the id.
  const [, apiId] = /^https?:\/\/(\w+)\./.exec(deployed().Url ?? "") ?? [];
  return `${endpoint}/_aws/execute-api/${apiId}/local`;
}

/** The status of a call without a token: 401 from a function, 404 if none is deployed, 500 or 502 if it fails. */
const statusOf = async (url: string) => (await fetch(`${url}/users/nobody`)).status;

async function mustAnswer({ endpoint }: Emulator) {
  if ((await lookAt(endpoint)) !== "an emulator")
    throw new Error(
      `The emulator at ${endpoint} has ended, and what was deployed with it: run npm run localstack again.`,
    );
}

const cdk = (emulator: Emulator, ...args: string[]) => run(emulator, "cdk", args, environmentFor(emulator.endpoint));

/** Runs a command and shows its output. Throws one sentence if it fails. */
async function run(emulator: Emulator, command: string, args: string[], env: NodeJS.ProcessEnv) {
  const [code] = await once(spawn(command, args, { stdio: "inherit", env }), "exit");
  if (code === 0) return;
  await mustAnswer(emulator);
  throw new Error(`${command} ${args[0]} failed; see its output above.`);
}

const command = commands[process.argv[2] ?? ""];
try {
  if (!command) throw new Error(`Usage: node tools/localstack.ts ${Object.keys(commands).join("|")}`);
  await command();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
