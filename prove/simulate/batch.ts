/** Runs drawn, made shorter and played again by fast-check. */
import fc from "fast-check";
import { startEmbedded } from "../world/embedded.ts";
import type { Product } from "../world/handlers.ts";
import { type Beginning, beginnings } from "../world/people.ts";
import type { Run } from "./run.ts";
import { simulate, Wrong } from "./simulate.ts";

export interface Batch {
  seed: number;
  runs: number;
  /** The run that was found, as fast-check names it. */
  path?: string | undefined;
  /** Whether the embedded DynamoDB must answer each request as the world's own does. */
  beside?: boolean;
  /** What all runs have in common, if anything. */
  as?: Partial<Run>;
  /** Whether what is found is made shorter, for so many seconds at most. */
  shrinks?: boolean;
}

const MOST_STEPS = 60;
const SHRINKING_MS = 120_000;

const run: fc.Arbitrary<Run> = fc.record({
  skew: fc.nat(2),
  stormy: fc.constantFrom(0, 8, 25),
  slots: fc.constantFrom(1, 2, 5),
  beginning: fc.constantFrom(...(Object.keys(beginnings) as Beginning[])),
  numbers: fc.array(fc.nat(2 ** 31 - 1), { maxLength: MOST_STEPS, size: "max" }),
});

export async function playBatch(product: Product, { seed, runs, path, as, beside, shrinks = false }: Batch) {
  const counts = new Map<string, number>();
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const compare = beside ? await startEmbedded() : undefined;
  let shrinkingUntil: number | undefined;
  const property = fc.asyncProperty(run, async (one) => {
    // A run that is not tried any more counts as one in which nothing is found.
    if (performance.now() > (shrinkingUntil ?? Number.POSITIVE_INFINITY)) return;
    try {
      await simulate(product, { ...one, ...as }, count, compare);
    } catch (error) {
      shrinkingUntil ??= performance.now() + SHRINKING_MS;
      throw error;
    }
  });
  const settings = { seed, numRuns: runs, endOnFailure: !shrinks, ...(path !== undefined && { path }) };
  const { failed, numRuns, counterexamplePath, errorInstance } = await fc.check(property, settings);
  if (!failed) return { done: runs, counts };
  if (!(errorInstance instanceof Wrong)) throw errorInstance;
  const again = `Repeat it: npm run prove -- --seed ${seed} --path ${counterexamplePath}`;
  return { done: numRuns, counts, found: `${errorInstance.message}\n\n${again}` };
}
