/** `npm run localstack`, `localstack:test` and `localstack:down`: deploys, tests and ends the stage `local` on an emulator. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, end, endpointFrom, environmentFor, findOrStart, probe } from "./localstack/emulator.ts";

/** Files about the emulator in use and the deployment there. */
const FOLDER = ".local/localstack";
const NOTES = join(FOLDER, "emulator.json");
/** The process that deploys now. */
const LOCK = join(FOLDER, "process");
/** The last successful synthesis. */
const ASSEMBLY = join(FOLDER, "cdk.out");
const DRAFT = join(FOLDER, "cdk.draft");
const OUTPUTS = join(FOLDER, "outputs.json");
const DEPLOY_FIRST = "Nothing is deployed on an emulator: run npm run localstack first.";

const commands: Record<string, () => Promise<void>> = { up, test, down };

/** Ctrl-C, or a cancelled job. */
const stopped = new AbortController();

async function up() {
  lock();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopped.abort(new Error("Stopped.")));
  try {
    await deployOn(endpointFrom(process.env));
  } finally {
    rmSync(LOCK, { force: true });
    if (!existsSync(NOTES)) rmSync(FOLDER, { recursive: true, force: true });
  }
}

/** One deployment at a time, because they share the folder. A process that was killed leaves its lock behind. */
function lock() {
  mkdirSync(FOLDER, { recursive: true });
  const other = existsSync(LOCK) && Number(readFileSync(LOCK, "utf8"));
  if (other && isAlive(other)) throw new Error(`Another npm run localstack is at work here, as process ${other}.`);
  writeFileSync(LOCK, `${process.pid}`);
}

function isAlive(processId: number) {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

async function deployOn(endpoint: string) {
  const known = await notesFor(endpoint);
  const note = (emulator: Emulator) => writeFileSync(NOTES, JSON.stringify({ ...known, ...emulator }));
  const found = await findOrStart(endpoint, stopped.signal, note).catch((error) => {
    if (!known) rmSync(NOTES, { force: true });
    throw error;
  });
  note(found);
  const emulator = { ...known, ...found };
  try {
    // This synthesizes too, for all commands after it.
    await cdk(emulator, "bootstrap", "-c", "stage=local", "--output", DRAFT);
    rmSync(ASSEMBLY, { recursive: true, force: true });
    renameSync(DRAFT, ASSEMBLY);
    await cdk(emulator, "deploy", "--app", ASSEMBLY, "--outputs-file", OUTPUTS);
    const url = deployedUrl(emulator);
    await mustWork(emulator, url);
    console.log(`\nReservation API on an emulator   ${url}`);
  } catch (error) {
    if (found.startedBy) await endAll(emulator);
    throw error;
  }
}

/** The notes on the emulator at this endpoint. Throws if the stage is on another one that still runs; drops the notes on one that has ended. */
async function notesFor(endpoint: string): Promise<Emulator | undefined> {
  const known = readNotes();
  if (!known || known.endpoint === endpoint) return known;
  if ((await probe(known.endpoint)) === "an emulator")
    throw new Error(`The stage is at ${known.endpoint} already: run npm run localstack:down first.`);
  await end(known);
  rmSync(NOTES);
  return undefined;
}

/** Throws with the functions' reply if they fail. An emulator that this project did not start may run them on an old Node. */
async function mustWork(emulator: Emulator, url: string) {
  const { status, body } = await ask(url).catch(async (error) => {
    await mustAnswer(emulator);
    throw error;
  });
  if (status === 401) return;
  const failure = `The functions fail at ${emulator.endpoint}: ${status} ${body.slice(0, MAX_REPLY)}`;
  throw new Error(
    emulator.startedBy
      ? failure
      : `${failure}\nIf its Node is too old, start the emulator with Node 24 first on its PATH.`,
  );
}
const MAX_REPLY = 1000;

async function test() {
  const emulator = readNotes();
  if (!emulator || !existsSync(OUTPUTS)) throw new Error(DEPLOY_FIRST);
  const url = deployedUrl(emulator);
  await mustAnswer(emulator);
  if ((await ask(url)).status === 404) throw new Error(DEPLOY_FIRST);
  console.log(`The acceptance tests against ${url}`);
  const { EventBusName: EVENT_BUS } = deployed();
  const env = { ...environmentFor(emulator.endpoint), API_URL: url, EVENT_BUS };
  await run(emulator, "vitest", ["run", "test/acceptance.test.ts", "test/events.test.ts"], env);
}

async function down() {
  const emulator = readNotes();
  if (!emulator) return;
  if (!emulator.startedBy && existsSync(ASSEMBLY) && (await probe(emulator.endpoint)) === "an emulator")
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

/** A call without a token: 401 from a function, 404 if none is deployed, 500 or 502 if it fails. */
async function ask(url: string) {
  const reply = await fetch(`${url}/users/nobody`);
  return { status: reply.status, body: await reply.text() };
}

async function mustAnswer({ endpoint }: Emulator) {
  if ((await probe(endpoint)) !== "an emulator")
    throw new Error(
      `The emulator at ${endpoint} has ended, and what was deployed with it: run npm run localstack again.`,
    );
}

const cdk = (emulator: Emulator, ...args: string[]) => run(emulator, "cdk", args, environmentFor(emulator.endpoint));

/** Runs a command and shows its output. Throws one sentence if it fails. */
async function run(emulator: Emulator, command: string, args: string[], env: NodeJS.ProcessEnv) {
  stopped.signal.throwIfAborted();
  const child = spawn(command, args, { stdio: "inherit", env });
  stopped.signal.addEventListener("abort", () => child.kill());
  const [code] = await once(child, "exit");
  stopped.signal.throwIfAborted();
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
