/** The emulator of AWS that the stage `local` runs on: one that answers already, or one that is started for it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as z from "zod/mini";

export interface Emulator {
  endpoint: string;
  /** What this project started it with, if it did: Docker Compose, or a MiniStack process, with its folder. */
  startedBy?: "compose" | { processId: number; folder: string };
}

/** Where docs/localstack.md installs MiniStack. */
const INSTALLED = resolve(".local/python/bin");
const COMPOSE = ["compose", "--file", "localstack-compose.yml"];
const PROBE_WITHIN_MS = 5000;
const STARTS_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 10_000;

/**
 * The emulator's address, from the variables that LocalStack's own tools read. Throws one sentence if that is no address.
 *
 * `localhost` becomes 127.0.0.1: the AWS SDK would put a bucket's name before it, and that name may not exist.
 */
export function endpointFrom({ AWS_ENDPOINT_URL, LOCALSTACK_HOST }: NodeJS.ProcessEnv): string {
  const host = LOCALSTACK_HOST || "127.0.0.1";
  const given = AWS_ENDPOINT_URL || `http://${/:\d+$/.test(host) ? host : `${host}:4566`}`;
  const url = URL.canParse(given) && !(host.includes("/") && !AWS_ENDPOINT_URL) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.port === "0")
    throw new Error(
      AWS_ENDPOINT_URL
        ? `AWS_ENDPOINT_URL must be like http://127.0.0.1:4566, not ${AWS_ENDPOINT_URL}.`
        : `LOCALSTACK_HOST must be like 127.0.0.1:4566, not ${LOCALSTACK_HOST}.`,
    );
  if (url.hostname === "localhost") url.hostname = "127.0.0.1";
  return url.origin;
}

/** The environment of a program that calls the emulator: test credentials, and no other setting of AWS. */
export const environmentFor = (endpoint: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"))),
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
  AWS_ENDPOINT_URL: endpoint,
});

const emulatorHealth = z.object({ services: z.object({}) });

/** What answers at an endpoint. A timeout means something else on this machine, and nothing on another one. */
export async function probe(endpoint: string): Promise<"an emulator" | "something else" | "nothing"> {
  try {
    const health = await fetch(`${endpoint}/_localstack/health`, { signal: AbortSignal.timeout(PROBE_WITHIN_MS) });
    return emulatorHealth.safeParse(await health.json()).success ? "an emulator" : "something else";
  } catch (error) {
    const { name, cause } = Object(error);
    const isRemote = new URL(endpoint).hostname !== "127.0.0.1";
    return UNREACHABLE.includes(cause?.code) || (isRemote && name === "TimeoutError") ? "nothing" : "something else";
  }
}
const UNREACHABLE = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/**
 * The emulator at this endpoint. Starts one if nothing answers. If that fails, throws one sentence and leaves nothing running.
 *
 * @param onStart is called as soon as a new emulator runs, before it answers
 */
export async function findOrStart(
  endpoint: string,
  stopped: AbortSignal,
  onStart: (emulator: Emulator) => void,
): Promise<Emulator> {
  const { protocol, hostname, port } = new URL(endpoint);
  const found = await probe(endpoint);
  if (found === "an emulator") return { endpoint };
  if (found === "something else")
    throw new Error(
      `There is something at ${endpoint} that is no emulator: stop it, or set LOCALSTACK_HOST=127.0.0.1:<port>.`,
    );
  if (protocol !== "http:" || hostname !== "127.0.0.1") throw new Error(`Nothing answers at ${endpoint}.`);
  const started = { endpoint, port: port || "80", stopped, onStart };
  return (await startMiniStack(started)) ?? startCompose(started);
}

interface Start {
  endpoint: string;
  port: string;
  stopped: AbortSignal;
  onStart: (emulator: Emulator) => void;
}

/** Starts MiniStack. Undefined if it is not installed. */
async function startMiniStack({ endpoint, port, stopped, onStart }: Start): Promise<Emulator | undefined> {
  // Outside the project, because the project's package.json would make its functions ES modules.
  const folder = mkdtempSync(join(tmpdir(), "ministack-"));
  const logFile = join(folder, "ministack.log");
  const log = openSync(logFile, "w");
  const ministack = spawn("ministack", {
    // A process group of its own, so that it outlives this script, and ends together with the functions it runs.
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      ...environmentFor(endpoint),
      // It runs the functions with the first Node on the PATH, which must be the project's own.
      PATH: [dirname(process.execPath), process.env.PATH, INSTALLED].join(delimiter),
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: port,
      TMPDIR: folder,
    },
  });
  closeSync(log);
  ministack.unref();
  const processId = await once(ministack, "spawn").then(
    () => ministack.pid,
    () => undefined,
  );
  if (!processId) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const emulator = { endpoint, startedBy: { processId, folder } };
  onStart(emulator);
  if (await answersInTime(emulator, ministack, stopped)) return emulator;
  const lastLine = readFileSync(logFile, "utf8").trim().split("\n").at(-1);
  await end(emulator);
  stopped.throwIfAborted();
  throw new Error(`MiniStack did not start: ${lastLine || "it printed nothing"}`);
}

async function answersInTime({ endpoint }: Emulator, process: ChildProcess, stopped: AbortSignal) {
  const late = AbortSignal.any([stopped, AbortSignal.timeout(STARTS_WITHIN_MS)]);
  while (process.exitCode === null && !late.aborted) {
    if ((await probe(endpoint)) === "an emulator") return true;
    await setTimeout(50);
  }
  return false;
}

/** Starts LocalStack in Docker. */
function startCompose({ endpoint, port, onStart }: Start): Emulator {
  const has = (...args: string[]) => spawnSync("docker", args).status === 0;
  if (!has("version") || !has("compose", "version"))
    throw new Error(
      "There is no emulator: install MiniStack as docs/localstack.md says, or start Docker with Compose.",
    );
  const emulator = { endpoint, startedBy: "compose" } as const;
  onStart(emulator);
  const env = { ...process.env, LOCALSTACK_PORT: port };
  const { status } = spawnSync("docker", [...COMPOSE, "up", "--detach", "--wait"], { stdio: "inherit", env });
  if (status === 0) return emulator;
  stopCompose();
  throw new Error("LocalStack did not start; see its output above.");
}

const stopCompose = () => spawnSync("docker", [...COMPOSE, "down", "--volumes"], { stdio: "inherit" });

/** Ends an emulator that this project started, and deletes what it wrote. */
export async function end({ startedBy }: Emulator) {
  if (startedBy === "compose") stopCompose();
  if (typeof startedBy !== "object") return;
  await endGroup(startedBy.processId);
  rmSync(startedBy.folder, { recursive: true, force: true });
}

async function endGroup(group: number) {
  const late = AbortSignal.timeout(ENDS_WITHIN_MS);
  while (isRunning(group)) {
    process.kill(-group, late.aborted ? "SIGKILL" : "SIGTERM");
    await setTimeout(50);
  }
}

/** Whether MiniStack or one of its functions still runs in this group. Another program may have the number by now. */
function isRunning(group: number) {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pgid=,args="], { encoding: "utf8" });
  return new RegExp(`^ *${group} .*ministack`, "m").test(stdout);
}
