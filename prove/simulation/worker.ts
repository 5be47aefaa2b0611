/** A thread that simulates: batches of runs come as messages, and what came of them goes back. */
import { importPlanted } from "../planted.ts";
import type { PlantName } from "../plants.ts";
import { answer } from "../pool.ts";
import { violation } from "./check.ts";
import { type Run, runOf } from "./runs.ts";
import { shrink } from "./shrink.ts";
import type { History, simulate } from "./simulate.ts";
import { storyOf } from "./story.ts";

/** Runs by number, `[from, to)`. */
export interface Batch {
  seed: number;
  from: number;
  to: number;
  plant?: PlantName | undefined;
  /** Whether what is found is made as short as can be, which takes a while. */
  shrinks: boolean;
}

export interface Found {
  /** The run's number. */
  run: number;
  what: string;
  story: string;
}

export interface Outcome {
  runs: number;
  /** How often what was counted came about, `request PutItem`, `reserveAppointment 201`, … */
  counts: Map<string, number>;
  found?: Found | undefined;
}

async function play({ seed, from, to, plant, shrinks }: Batch): Promise<Outcome> {
  const module = await importPlanted(new URL("./simulate.ts", import.meta.url).href, plant);
  const counts = new Map<string, number>();
  const wrong = async ({ steps, settings }: Run) => {
    const history: History = await (module.simulate as typeof simulate)(steps, settings);
    return { history, what: violation(history) };
  };
  for (let number = from; number < to; number++) {
    const run = runOf(seed, number);
    const { history, what } = await wrong(run).catch((error) => {
      throw new Error(`Seed ${seed}, run ${number}`, { cause: error });
    });
    for (const [name, count] of history.counts) counts.set(name, (counts.get(name) ?? 0) + count);
    if (what === undefined) continue;
    const shortest = shrinks ? await shrink(run, async (one) => (await wrong(one)).what !== undefined) : run;
    const last = await wrong(shortest);
    const found = { run: number, what: last.what ?? what, story: storyOf(last.history) };
    return { runs: number - from + 1, counts, found };
  }
  return { runs: to - from, counts };
}

answer(play);
