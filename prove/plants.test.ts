/** The checkers can fail: each planted bug is found, by the runs or the interleavings it says. */
import { afterAll, describe, expect, it } from "vitest";
import { startExplorers } from "./interleavings/explore.ts";
import { type Plant, type PlantName, plants } from "./plants.ts";
import { startPlayers } from "./simulation/play.ts";

const SEED = 5;

// One thread each time: most plants are found before a second has read the source.
const threads = 1;
const players = startPlayers(threads);
const explorers = startExplorers(threads);
afterAll(() => Promise.all([players.close(), explorers.close()]));

const planted = Object.entries(plants) as [PlantName, Plant][];

describe("Given a planted bug", () => {
  it.each(planted)("%s is found", async (plant, { foundBy, shows }) => {
    if ("runs" in foundBy) {
      const { found } = await players.play({ seed: SEED, from: 0, to: foundBy.runs, plant, shrinks: false });
      return expect(found?.what).toContain(shows);
    }
    const { actors } = foundBy;
    const { what } = await explorers.explore({ size: actors.length, returnsItem: true, plant, only: foundBy });
    expect(what).toContain(shows);
  });
});
