/** Histories drawn, made shorter and played again by fast-check, until one is wrong. */
import fc from "fast-check";

/** What was found, and how it came to that. */
export class Wrong extends Error {}

export interface Batch {
  seed: number;
  runs: number;
  /** The history that was found, as fast-check names it. */
  path?: string | undefined;
  /** Whether what is found is made shorter, for so long at most. */
  shrinks?: boolean;
}

const SHRINKING_MS = 120_000;

export type Count = (what: string) => void;

/** @param again the command line that plays what was found once more, but for seed and path */
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
    // A history that is not tried any more counts as one in which nothing is found.
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
