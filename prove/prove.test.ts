/** A share of what `npm run prove` and `npm run interleavings` do at length. */
import { randomInt } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { exploreAll } from "./interleavings/explore.ts";
import { startPool } from "./simulation/pool.ts";
import { failedOnce } from "./simulation/seeds.ts";

const pool = startPool();
afterAll(() => pool.close());

const random = { seed: randomInt(2 ** 31), from: 0, to: 100 };
const known = failedOnce.map(({ seed, run }) => ({ seed, from: run, to: run + 1 }));

describe("Given callers, clocks and faults of a seed", () => {
  it.each([random, ...known])("every history of runs $from to $to of seed $seed is explained", async (runs) => {
    const { found } = await pool.play({ ...runs, shrinks: true });
    expect(found && `${found.what}\n${found.story}`).toBeUndefined();
  });
});

describe("Given one actor or two on one slot, clocks a second apart, and a reply that may get lost", () => {
  it.each([1, 2])("every interleaving of every choice of %i is explained", async (size) => {
    const { cases, what } = await exploreAll({ size, returnsItem: true });
    expect(what).toBeUndefined();
    expect(cases).toBeGreaterThan(size === 1 ? 50 : 500);
  });
});
