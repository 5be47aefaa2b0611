/** Threads that simulate, one a processor. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Batch, Found, Outcome } from "./worker.ts";

const BATCH = 10;
/** The number of a thread that is no more. */
const ENDED = -1;

export interface Pool {
  /** Simulates a batch of any size, until a run goes wrong. */
  play(batch: Batch, onProgress?: (outcome: Outcome) => void): Promise<Outcome>;
  close(): Promise<unknown>;
}

export function startPool(threads = availableParallelism()): Pool {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("./worker.ts", import.meta.url), { execArgv: [] }),
  );

  async function play(batch: Batch, onProgress?: (outcome: Outcome) => void) {
    const total: Outcome = { runs: 0, counts: new Map(), found: undefined };
    let next = batch.from;
    const work = async (worker: Worker) => {
      while (next < batch.to && !total.found) {
        const [from, to] = [next, Math.min(next + BATCH, batch.to)];
        next = to;
        const outcome = await ask(worker, { ...batch, from, to });
        total.runs += outcome.runs;
        for (const [name, count] of outcome.counts) total.counts.set(name, (total.counts.get(name) ?? 0) + count);
        total.found = earliest(total.found, outcome.found);
        onProgress?.(total);
      }
    };
    await Promise.all(workers.map(work));
    return total;
  }

  return { play, close: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

/** Of several the first, so that the same seed finds the same. */
const earliest = (one: Found | undefined, other: Found | undefined) =>
  one && other ? (one.run < other.run ? one : other) : (one ?? other);

function ask(worker: Worker, batch: Batch): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("a thread ended"));
    if (worker.threadId === ENDED) return ended();
    worker.once("error", reject).once("exit", ended);
    worker.once("message", (outcome: Outcome) => {
      worker.off("error", reject).off("exit", ended);
      resolve(outcome);
    });
    worker.postMessage(batch);
  });
}
