/** Threads that run a module, and what they are given to do. */
import { availableParallelism } from "node:os";
import { parentPort, Worker } from "node:worker_threads";

/** The number of a thread that is no more. */
const ENDED = -1;

export interface Pool<Task, Outcome> {
  /** Gives out tasks, in their order, to whichever thread is idle, until an outcome is said to be the last. */
  give(tasks: Generator<Task>, isLast: (outcome: Outcome) => boolean): Promise<void>;
  close(): Promise<unknown>;
}

/** Starts so many threads of a module that answers each task with its outcome. */
export function startPool<Task, Outcome>(module: URL, threads = availableParallelism()): Pool<Task, Outcome> {
  const workers = Array.from({ length: threads }, () => new Worker(module, { execArgv: [] }));
  return {
    async give(tasks, isLast) {
      const work = async (worker: Worker) => {
        // All take from one generator: who breaks off ends it for the others.
        for (const task of tasks) if (isLast(await ask(worker, task))) break;
      };
      await Promise.all(workers.map(work));
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

/** What the module does with each task. */
export function answer<Task, Outcome>(play: (task: Task) => Promise<Outcome>): void {
  parentPort?.on("message", async (task: Task) => parentPort?.postMessage(await play(task)));
  // What is thrown in an async listener would be lost with its reason.
  process.on("unhandledRejection", (reason) => {
    throw reason;
  });
}

function ask<Task, Outcome>(worker: Worker, task: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error("a thread ended"));
    if (worker.threadId === ENDED) return ended();
    worker.once("error", reject).once("exit", ended);
    worker.once("message", (outcome: Outcome) => {
      worker.off("error", reject).off("exit", ended);
      resolve(outcome);
    });
    worker.postMessage(task);
  });
}
