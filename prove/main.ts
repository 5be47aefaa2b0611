/**
 * The proof's command line: `node prove/main.ts simulate|interleave|fuzz|soak [options]`, which `npm run prove`,
 * `interleavings`, `fuzz` and `soak` call. See docs/correctness.md.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { casesOf } from "./interleave/actors.ts";
import { taskFor } from "./plants/find.ts";
import { isPlantName, plants } from "./plants/plants.ts";
import { soak } from "./soak/soak.ts";
import { startThreads } from "./threads.ts";
import type { Outcome, Task } from "./worker.ts";

const RUNS_A_TASK = 50;
const PROGRESS_EVERY = 1000;

const commands = {
  simulate: "npm run prove -- [--runs N] [--seed S] [--path PATH] [--plant NAME]",
  interleave: "npm run interleavings -- [--size 1|2|3] [--plant NAME]",
  fuzz: "npm run fuzz -- [--requests N] [--seed S] [--only PATH] [--plant NAME]",
  soak: "npm run soak -- [--minutes N] [--seed S]",
};

function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

const isCommand = (name: string): name is keyof typeof commands => Object.hasOwn(commands, name);

const [name = "", ...args] = process.argv.slice(2);
const command = isCommand(name) ? name : undefined;
const usage = command ? commands[command] : Object.values(commands).join("\n");
const options = Object.fromEntries(
  [...usage.matchAll(/--(\w+)/g)].map(([, name]) => [`${name}`, { type: "string" as const }]),
);

function optionsGiven(): Record<string, string | undefined> {
  if (!command || args.includes("--help")) {
    console.log(`Usage:\n${usage}`);
    process.exit(command ? 0 : 2);
  }
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : error}\nUsage: ${usage}`);
  }
}
const given = optionsGiven();

function wholeNumber(name: string, fallback: number, least: number): number {
  const text = given[name] ?? `${fallback}`;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least ? number : refuse(`--${name} must be a whole number, at least ${least}, not ${text}.`);
}

const seed = wholeNumber("seed", randomInt(2 ** 31), 0);
const plant =
  given.plant === undefined || isPlantName(given.plant)
    ? given.plant
    : refuse(`--plant must be one of ${Object.keys(plants).join(", ")}.`);
if (plant) console.log(`Planted: ${plants[plant].bug}`);

/** Runs the tasks on all threads and prints the progress. Tasks may depend on the counts so far. */
async function run(tasks: Iterable<Task> | ((counts: Outcome["counts"]) => Iterable<Task>)): Promise<Outcome> {
  const threads = startThreads();
  let nextProgress = PROGRESS_EVERY;
  const counts: Outcome["counts"] = new Map();
  const outcome = await threads.run(typeof tasks === "function" ? tasks(counts) : tasks, ({ done, ...so }) => {
    for (const [name, count] of so.counts) counts.set(name, count);
    if (done >= nextProgress) console.log(`${done} …`);
    while (nextProgress <= done) nextProgress += PROGRESS_EVERY;
  });
  await threads.close();
  return outcome;
}

function report(what: string, { found }: Outcome): void {
  console.log(`${what}: ${found ? "a violation" : "nothing found"}`);
  if (found) console.log(`\n${plant ? found.replace(/^Repeat it: .*$/m, `$& --plant ${plant}`) : found}`);
  process.exitCode = found ? 1 : 0;
}

/** Prints how often each call, request, fault or reply happened. */
function printCounts({ counts }: Outcome, kind: string, kinds = `${kind}s`) {
  const some = [...counts].filter(([name]) => name.startsWith(`${kind} `)).toSorted();
  console.log(`${totalOf(counts, kind)} ${kinds}`);
  for (const [name, count] of some) console.log(`${`${count}`.padStart(9)}  ${name.slice(kind.length + 1)}`);
}
const totalOf = (counts: Outcome["counts"], kind: string) =>
  [...counts].reduce((sum, [name, count]) => sum + (name.startsWith(`${kind} `) ? count : 0), 0);

async function simulate() {
  const runs = wholeNumber("runs", 1000, 1);
  console.log(`Seed ${seed}`);
  const tasks = function* (): Generator<Task> {
    if (given.path !== undefined) return yield { plant, simulate: { seed, runs: 1, path: given.path } };
    for (let at = 0; at < runs; at += RUNS_A_TASK)
      yield { plant, simulate: { seed: seed + at, runs: Math.min(RUNS_A_TASK, runs - at), shrinks: true } };
  };
  const outcome = await run(tasks());
  for (const kind of ["call", "request", "fault"]) printCounts(outcome, kind);
  console.log(`${outcome.counts.get("swept") ?? 0} expired items swept`);
  report(`${outcome.done} runs`, outcome);
}

async function fuzz() {
  const requests = wholeNumber("requests", 5000, 1);
  console.log(`Seed ${seed}`);
  const tasks = function* (counts: Outcome["counts"]): Generator<Task> {
    if (given.only !== undefined) return yield { plant, fuzz: { seed, runs: 1, path: given.only } };
    for (let at = 0; totalOf(counts, "reply") < requests; at += RUNS_A_TASK)
      yield { plant, fuzz: { seed: seed + at, runs: RUNS_A_TASK, shrinks: true } };
  };
  const outcome = await run(tasks);
  printCounts(outcome, "reply", "replies");
  report(`${totalOf(outcome.counts, "reply")} requests`, outcome);
}

async function interleave() {
  const largest = wholeNumber("size", 3, 1);
  if (largest > 3) refuse("--size must be 1, 2 or 3.");
  for (let size = 1; size <= largest && !process.exitCode; size++) {
    const outcome = await run(casesOf(size).map((_, number) => ({ explore: { size, numbers: [number] } })));
    const [interleavings, states] = ["interleavings", "states"].map((name) => outcome.counts.get(name));
    report(
      `${size} at a time, ${outcome.done} cases, ${interleavings} interleavings by way of ${states} states`,
      outcome,
    );
  }
}

async function soakAll() {
  const minutes = wholeNumber("minutes", 10, 1);
  console.log(`Seed ${seed}, ${minutes} minutes`);
  const soaked = await soak(minutes, seed, (counts) =>
    console.log(`${totalOf(counts, "call")} calls, ${totalOf(counts, "fault")} faults …`),
  );
  const outcome = { ...soaked, done: totalOf(soaked.counts, "call") };
  for (const kind of ["call", "fault"]) printCounts(outcome, kind);
  report(`${outcome.done} calls`, outcome);
}

const actions = {
  simulate,
  interleave,
  fuzz,
  soak: soakAll,
};
const repeatsOneHistory = given.path !== undefined || given.only !== undefined;
if (plant && !repeatsOneHistory) report("With this bug planted", await run([taskFor(plant)]));
else if (command) await actions[command]();
