/** Lets fast-check draw and play histories until one ends in a violation, and then shrink that history. */
import fc from "fast-check";

/** The product broke a promise. The message tells the history that led to it. */
export class Violation extends Error {}

export interface Batch {
  seed: number;
  runs: number;
  /** fast-check's path to one history, to play only that one. */
  path?: string | undefined;
  /** Whether to shrink a history that ends in a violation, for SHRINKING_MS at most. */
  shrinks?: boolean;
}

const SHRINKING_MS = 120_000;

export type Count = (what: string) => void;

/**
 * Plays histories until one ends in a violation.
 *
 * @param again makes the command line that repeats that history
 */
export async function hunt<T>(
  histories: fc.Arbitrary<T>,
  play: (history: T, count: Count) => Promise<void>,
  { seed, runs, path, shrinks = false }: Batch,
  again: (seed: number, path: string) => string,
) {
  const counts = new Map<string, number>();
  const count: Count = (what) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  let shrinkingUntil = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(histories, async (one) => {
    // When the time is up, histories pass without being played, and so fast-check stops shrinking.
    if (performance.now() > shrinkingUntil) return;
    try {
      await play(one, count);
    } catch (error) {
      shrinkingUntil = Math.min(shrinkingUntil, performance.now() + SHRINKING_MS);
      throw error;
    }
  });
  const settings = { seed, numRuns: runs, endOnFailure: !shrinks, ...(path !== undefined && { path }) };
  const { failed, numRuns, counterexamplePath, errorInstance } = await fc.check(property, settings);
  if (!failed) return { done: runs, counts };
  if (!(errorInstance instanceof Violation)) throw errorInstance;
  return {
    done: numRuns,
    counts,
    found: `${errorInstance.message}\n\nRepeat it: ${again(seed, `${counterexamplePath}`)}`,
  };
}
