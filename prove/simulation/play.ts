/** Plays runs on all processors. */
import { startPool } from "../pool.ts";
import type { Batch, Found, Outcome } from "./worker.ts";

const BATCH = 10;

export interface Players {
  /** Simulates a batch of any size, until a run goes wrong. */
  play(batch: Batch, onProgress?: (outcome: Outcome) => void): Promise<Outcome>;
  close(): Promise<unknown>;
}

/** Starts threads that simulate, one a processor or so many. */
export function startPlayers(threads?: number): Players {
  const pool = startPool<Batch, Outcome>(new URL("./worker.ts", import.meta.url), threads);

  async function play(batch: Batch, onProgress?: (outcome: Outcome) => void) {
    const total: Outcome = { runs: 0, counts: new Map(), found: undefined };
    await pool.give(batchesOf(batch), ({ runs, counts, found }) => {
      total.runs += runs;
      for (const [name, count] of counts) total.counts.set(name, (total.counts.get(name) ?? 0) + count);
      total.found = earliest(total.found, found);
      onProgress?.(total);
      return found !== undefined;
    });
    return total;
  }

  return { play, close: pool.close };
}

function* batchesOf(batch: Batch): Generator<Batch> {
  for (let from = batch.from; from < batch.to; from += BATCH)
    yield { ...batch, from, to: Math.min(from + BATCH, batch.to) };
}

/** Of several the first, so that the same seed finds the same. */
const earliest = (one: Found | undefined, other: Found | undefined) =>
  one && other ? (one.run < other.run ? one : other) : (one ?? other);
