/** Lets fast-check draw and play histories until one goes wrong, and then shrink that one. */
import fc from "fast-check";

/** A fault, with the story that led to it. */
export class Wrong extends Error {}

export interface Batch {
  seed: number;
  runs: number;
  /** Where fast-check finds one history again, to play only that one. */
  path?: string | undefined;
  /** Whether to shrink a history that goes wrong, for SHRINKING_MS at most. */
  shrinks?: boolean;
}

const SHRINKING_MS = 120_000;

export type Count = (what: string) => void;

/**
 * Plays histories until one goes wrong.
 *
 * @param again the command line that plays that one again
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
    // Once the time is up, histories pass without being played, which ends the shrinking.
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
  if (!(errorInstance instanceof Wrong)) throw errorInstance;
  return {
    done: numRuns,
    counts,
    found: `${errorInstance.message}\n\nRepeat it: ${again(seed, `${counterexamplePath}`)}`,
  };
}
