/** Gives tasks to threads. */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Outcome, Task } from "./worker.ts";

/** The id of a thread that has ended. */
const ENDED = -1;

export interface Threads {
  /** Gives the tasks in order to idle threads, until one finds a violation. */
  run(tasks: Iterable<Task>, onOutcome?: (outcome: Outcome) => void): Promise<Outcome>;
  close(): Promise<unknown>;
}

export function startThreads(count = availableParallelism()): Threads {
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL("./worker.ts", import.meta.url), { execArgv: [] }),
  );
  return {
    async run(tasks, onOutcome) {
      const total: Outcome = { done: 0, counts: new Map() };
      const left = tasks[Symbol.iterator]();
      const work = async (worker: Worker) => {
        for (let next = left.next(); !next.done && !total.found; next = left.next()) {
          const { done, counts, found } = await ask(worker, next.value);
          total.done += done;
          for (const [name, some] of counts) total.counts.set(name, (total.counts.get(name) ?? 0) + some);
          if (found) total.found = found;
          onOutcome?.(total);
        }
      };
      await Promise.all(workers.map(work));
      return total;
    },
    close: () => Promise.all(workers.map(close)),
  };
}

/** Lets the thread end by itself: terminating it while it loads LevelDB would crash the process. */
async function close(worker: Worker) {
  if (worker.threadId === ENDED) return;
  const exited = once(worker, "exit");
  worker.postMessage(undefined);
  await exited;
}

const ask = (worker: Worker, task: Task): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const ended = () => reject(new Error("A thread ended."));
    if (worker.threadId === ENDED) return ended();
    worker.once("error", reject).once("exit", ended);
    worker.once("message", (outcome: Outcome | Error) => {
      worker.off("error", reject).off("exit", ended);
      outcome instanceof Error ? reject(outcome) : resolve(outcome);
    });
    worker.postMessage(task);
  });
