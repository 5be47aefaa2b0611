/** Simulates random runs. */
import fc from "fast-check";
import { type Batch, type Count, hunt } from "../hunt.ts";
import { startEmbedded } from "../world/embedded.ts";
import type { Product } from "../world/handlers.ts";
import { beginningNames } from "../world/people.ts";
import type { Run } from "./run.ts";
import { simulate } from "./simulate.ts";

export interface Simulation extends Batch {
  /** Whether the embedded DynamoDB must answer each request as the simulated one does. */
  compareEngines?: boolean;
  /** Settings that all runs share. The others are drawn. */
  settings?: Partial<Run>;
}

const MAX_STEPS = 60;

const drawnRun: fc.Arbitrary<Run> = fc.record({
  clockSkew: fc.nat(2),
  faultPercent: fc.constantFrom(0, 8, 25),
  slots: fc.constantFrom(1, 2, 5),
  beginning: fc.constantFrom(...beginningNames),
  stepSeeds: fc.array(fc.nat(2 ** 31 - 1), { maxLength: MAX_STEPS, size: "max" }),
});

export async function simulateAll(product: Product, { settings, compareEngines, ...batch }: Simulation) {
  const compare = compareEngines ? await startEmbedded() : undefined;
  const play = (run: Run, count: Count) => simulate(product, { ...run, ...settings }, count, compare);
  return hunt(drawnRun, play, batch, (seed, path) => `npm run prove -- --seed ${seed} --path ${path}`);
}
