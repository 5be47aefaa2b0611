/** The checkers can fail: each planted bug is found, by the runs or the interleavings it says. */
import { afterAll, describe, expect, it } from "vitest";
import { exploreAll } from "./interleavings/explore.ts";
import { type Plant, type PlantName, plants } from "./plants.ts";
import { startPool } from "./simulation/pool.ts";

const SEED = 4;

/** What the checks say, or the contract of a reply: not that something failed to run. */
const FINDINGS =
  /no order of the calls explains|a live claim|without a cause|unfairly|: a 500|out of order|slots are withdrawn|: \w+ 409 \{/;

// One thread each time: most plants are found before a second has read the source.
const threads = 1;
const pool = startPool(threads);
afterAll(() => pool.close());

const planted = Object.entries(plants) as [PlantName, Plant][];

describe("Given a planted bug", () => {
  it.each(planted)("%s is found", async (plant, { foundBy }) => {
    if ("runs" in foundBy) {
      const { found } = await pool.play({ seed: SEED, from: 0, to: foundBy.runs, plant, shrinks: false });
      return expect(found?.what).toMatch(FINDINGS);
    }
    const { actors } = foundBy;
    const { what } = await exploreAll({ size: actors.length, returnsItem: true, plant, only: foundBy }, undefined, {
      threads,
    });
    expect(what).toContain(actors[0]);
  });
});
