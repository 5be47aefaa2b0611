import { casesOf } from "../interleave/actors.ts";
import type { Task } from "../worker.ts";
import { type Plant, type PlantName, plants } from "./plants.ts";

const SEED = 5;

/** The task that finds a planted bug. */
export function taskFor(plant: PlantName): Task {
  const { foundBy }: Plant = plants[plant];
  if ("runs" in foundBy) return { plant, simulate: { seed: SEED, ...foundBy } };
  if ("fuzzed" in foundBy) return { plant, fuzz: { seed: SEED, runs: foundBy.fuzzed, ...foundBy } };
  const { actors, beginning } = foundBy;
  const size = actors.length;
  const numbers = casesOf(size).flatMap((one, number) =>
    one.beginning === beginning && actors.every((name, i) => one.actors[i]?.name === name) ? number : [],
  );
  return { plant, explore: { size, numbers } };
}
