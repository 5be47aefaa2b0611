/**
 * The proof's command line: `node prove/main.ts simulate|interleave|fuzz|soak [options]`, which `npm run prove`,
 * `interleavings`, `fuzz` and `soak` call. See docs/correctness.md.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { casesOf } from "./interleave/actors.ts";
import { taskFor } from "./plants/find.ts";
import { type PlantName, plants } from "./plants/plants.ts";
import { startThreads } from "./threads.ts";
import type { Outcome, Task } from "./worker.ts";

const RUNS_A_TASK = 50;
const EVERY = 1000;

const commands = {
  simulate: "npm run prove -- [--runs N] [--seed S] [--path PATH] [--plant NAME]",
  interleave: "npm run interleavings -- [--size 1|2|3] [--plant NAME]",
  fuzz: "npm run fuzz -- [--requests N] [--seed S] [--only I]",
  soak: "npm run soak -- [--minutes N] [--seed S]",
};

function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

const [command = "", ...args] = process.argv.slice(2);
const usage = commands[command as keyof typeof commands] ?? Object.values(commands).join("\n");
const options = Object.fromEntries(
  [...usage.matchAll(/--(\w+)/g)].map(([, name]) => [`${name}`, { type: "string" as const }]),
);

function optionsGiven(): Record<string, string | undefined> {
  if (!(command in commands) || args.includes("--help")) {
    console.log(`Usage:\n${usage}`);
    process.exit(command in commands ? 0 : 2);
  }
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    return refuse(`${(error as Error).message}\nUsage: ${usage}`);
  }
}
const given = optionsGiven();

function whole(name: string, orElse: number, least: number): number {
  const text = given[name] ?? `${orElse}`;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least ? number : refuse(`--${name} must be a whole number, at least ${least}, not ${text}.`);
}

const seed = whole("seed", randomInt(2 ** 31), 0);
const plant = given.plant as PlantName | undefined;
if (plant !== undefined && !Object.hasOwn(plants, plant))
  refuse(`--plant must be one of ${Object.keys(plants).join(", ")}.`);
if (plant) console.log(`Planted: ${plants[plant].bug}`);

/** Gives the tasks to all threads, and tells how far they are. */
async function run(tasks: Iterable<Task>): Promise<Outcome> {
  const threads = startThreads();
  let told = EVERY;
  const outcome = await threads.run(tasks, ({ done }) => {
    if (done >= told) console.log(`${done} …`);
    while (told <= done) told += EVERY;
  });
  await threads.close();
  return outcome;
}

function tell(what: string, { found }: Outcome): void {
  console.log(`${what}: ${found ? "1 went wrong" : "nothing found"}`);
  if (found) console.log(`\n${found}${plant ? ` --plant ${plant}` : ""}`);
  process.exitCode = found ? 1 : 0;
}

async function simulate() {
  const runs = whole("runs", 1000, 1);
  console.log(`Seed ${seed}`);
  const tasks = function* (): Generator<Task> {
    if (given.path !== undefined) return yield { plant, simulate: { seed, runs: 1, path: given.path } };
    for (let at = 0; at < runs; at += RUNS_A_TASK)
      yield { plant, simulate: { seed: seed + at, runs: Math.min(RUNS_A_TASK, runs - at), shrinks: true } };
  };
  const outcome = await run(tasks());
  const { counts, done } = outcome;
  for (const kind of ["call", "request", "fault", "swept"]) {
    const some = [...counts].filter(([name]) => name.startsWith(kind)).toSorted();
    console.log(
      `${some.reduce((sum, [, count]) => sum + count, 0)} ${kind === "swept" ? "expired items swept" : `${kind}s`}`,
    );
    if (kind !== "swept")
      for (const [name, count] of some) console.log(`${`${count}`.padStart(9)}  ${name.slice(kind.length + 1)}`);
  }
  tell(`${done} runs`, outcome);
}

async function interleave() {
  if (plant) return tell("With this bug planted", await run([taskFor(plant)]));
  const largest = whole("size", 3, 1);
  if (largest > 3) refuse("--size must be 1, 2 or 3.");
  for (let size = 1; size <= largest && !process.exitCode; size++) {
    const outcome = await run(casesOf(size).map((_, number) => ({ explore: { size, numbers: [number] } })));
    const [interleavings, states] = ["interleavings", "states"].map((name) => outcome.counts.get(name));
    tell(
      `${size} at a time, ${outcome.done} cases, ${interleavings} interleavings by way of ${states} states`,
      outcome,
    );
  }
}

const actions = {
  simulate,
  interleave,
  fuzz: async () =>
    (await import("./fuzz/run.ts")).fuzzFor({
      seed,
      requests: whole("requests", 5000, 1),
      only: given.only === undefined ? undefined : whole("only", 0, 0),
    }),
  soak: async () => (await import("./soak/run.ts")).soakFor({ seed, minutes: whole("minutes", 10, 1) }),
};
await actions[command as keyof typeof actions]();
