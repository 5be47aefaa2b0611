/** The proof can fail: each planted bug is found, by the runs or the interleavings it says. */
import { afterAll, describe, expect, it } from "vitest";
import { startThreads } from "../threads.ts";
import { taskFor } from "./find.ts";
import { type Plant, type PlantName, plants } from "./plants.ts";

// One thread: most plants are found before a second has read the source.
const threads = startThreads(1);
afterAll(() => threads.close());

const planted = Object.entries(plants) as [PlantName, Plant][];

describe("Given a planted bug", () => {
  it.each(planted)("%s is found", async (plant, { shows }) => {
    const { found } = await threads.run([taskFor(plant)]);
    expect(found).toContain(shows);
  });
});
