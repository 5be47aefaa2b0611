import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Progress, Share } from "./worker.ts";

/**
 * Explores every case of so many actors, or one in so many of them, on all processors or fewer, until one is found that cannot be
 * explained.
 */
export async function exploreAll(
  share: Omit<Share, "shares" | "share">,
  onProgress?: (total: Progress) => void,
  { oneIn = 1, first = 0, threads = availableParallelism() } = {},
): Promise<Progress> {
  const total: Progress = { cases: 0, interleavings: 0, states: 0 };
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData: Share = { ...share, shares: threads * oneIn, share: thread * oneIn + first };
    return new Worker(new URL("./worker.ts", import.meta.url), { workerData, execArgv: [] });
  });
  const ended = workers.map((worker) => {
    worker.on("message", ({ cases, interleavings, states, what }: Progress) => {
      total.cases += cases;
      total.interleavings += interleavings;
      total.states += states;
      if (what !== undefined) total.what ??= what;
      onProgress?.(total);
      if (what !== undefined) for (const one of workers) void one.terminate();
    });
    return once(worker, "exit");
  });
  try {
    await Promise.all(ended);
  } finally {
    for (const one of workers) void one.terminate();
  }
  return total;
}
