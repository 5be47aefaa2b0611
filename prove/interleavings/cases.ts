import { type Actor, type Beginning, beginnings, companies } from "./actors.ts";
import type { Case } from "./search.ts";

/** A second before the hold's expiry, at it, and a second after. */
const CLOCKS = [-1, 0, 1];

/** Every setting of their clocks. DynamoDB's sweeping has none, and of two who do the same it is all one which is ahead. */
function settings(actors: readonly Actor[]): number[][] {
  const [first, ...others] = actors;
  if (!first) return [[]];
  const clocks = "sweeps" in first ? [0] : CLOCKS;
  return settings(others).flatMap((rest) =>
    clocks
      .filter((clock) => first.name !== others[0]?.name || clock <= (rest[0] ?? clock))
      .map((clock) => [clock, ...rest]),
  );
}

/** Some cases alone: of these actors, and where the slot stands like this at first. */
export interface Only {
  actors: readonly string[];
  beginning?: Beginning;
}

export const isAmong = ({ actors, beginning }: Only, one: Case) =>
  actors.every((name, i) => name === one.actors[i]?.name) && (beginning ?? one.beginning) === one.beginning;

/** Every case of so many actors, in an order of its own. Only where a hold is about to expire does it matter what the clocks say. */
export const casesOf = (size: number): Case[] =>
  [...companies(size)].flatMap((actors) =>
    (Object.keys(beginnings) as Beginning[]).flatMap((beginning) =>
      (beginning === "held" ? settings(actors) : [actors.map(() => 0)]).map((clocks) => ({
        beginning,
        actors,
        clocks,
      })),
    ),
  );
