/** A thread: receives tasks as messages, and sends back their outcomes. An empty message ends it. */
import { parentPort } from "node:worker_threads";
import { fuzzAll } from "./fuzz/play.ts";
import type { Batch } from "./hunt.ts";
import { type Case, casesOf } from "./interleave/actors.ts";
import { callTree } from "./interleave/caller.ts";
import { explore } from "./interleave/search.ts";
import { startTable } from "./interleave/table.ts";
import type { PlantName } from "./plants/plants.ts";
import { type Simulation, simulateAll } from "./simulate/batch.ts";
import { startProduct } from "./world/handlers.ts";

/** Runs to simulate, histories to fuzz with, or cases to explore, by their numbers among those of `size` actors. */
export type Task = { plant?: PlantName | undefined } & (
  | { simulate: Simulation }
  | { fuzz: Batch }
  | { explore: { size: number; numbers: number[] } }
);

export interface Outcome {
  /** How many runs, histories or cases. */
  done: number;
  /** How often each thing happened. */
  counts: Map<string, number>;
  /** A violation, with the history that led to it. */
  found?: string | undefined;
}

async function toolsFor(plant: PlantName | undefined) {
  const product = await startProduct(plant);
  return { product, table: startTable(), tree: callTree(product) };
}
/** The next task with the same plant uses the same tools. */
let plant: PlantName | undefined;
let tools = toolsFor(plant);
/** After so many cases the worker makes new tools, because what the old ones remember would fill the memory. */
const MAX_CASES = 500;
let explored = 0;

const cases: Case[][] = [];

async function play(task: Task): Promise<Outcome> {
  if (task.plant !== plant || explored > MAX_CASES) {
    tools = toolsFor(task.plant);
    explored = 0;
  }
  plant = task.plant;
  const { product, table, tree } = await tools;
  if ("simulate" in task) return simulateAll(product, task.simulate);
  if ("fuzz" in task) return fuzzAll(product, task.fuzz);
  const { size, numbers } = task.explore;
  explored += numbers.length;
  cases[size] ??= casesOf(size);
  const all = cases[size];
  const counts = new Map([
    ["interleavings", 0],
    ["states", 0],
  ]);
  for (const [done, number] of numbers.entries()) {
    const { what, ...explored } = await explore(table, tree, all[number] as Case);
    for (const [name, count] of Object.entries(explored)) counts.set(name, (counts.get(name) ?? 0) + count);
    if (what) return { done: done + 1, counts, found: what };
  }
  return { done: numbers.length, counts };
}

// One task after another.
let last: Promise<unknown> = Promise.resolve();
parentPort?.on("message", (task: Task | undefined) => {
  if (!task) return parentPort?.close();
  last = last.then(async () => parentPort?.postMessage(await play(task).catch((error) => error)));
});
// Throws the reason, so that it reaches the thread that waits for this one.
process.on("unhandledRejection", (reason) => {
  throw reason;
});
