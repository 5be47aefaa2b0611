/**
 * `npm run interleavings -- [--size 3] [--plant NAME]`: every interleaving of every choice of up to so many actors, where
 * DynamoDB returns the item that failed a condition and where it does not. With a planted bug, of the actors that find it.
 */
import { optionsOf, plantNamed, refuse, whole } from "../options.ts";
import { type Plant, plants } from "../plants.ts";
import { startExplorers } from "./explore.ts";

const EVERY = 1000;

const options = optionsOf("npm run interleavings -- [--size 1|2|3] [--plant NAME]", "size", "plant");
const largest = whole("size", options.size ?? "3", 1);
if (largest > 3) refuse("--size must be 1, 2 or 3.");
const plant = plantNamed(options.plant);
const { bug, foundBy }: Partial<Plant> = plant ? plants[plant] : {};
const only = foundBy && "actors" in foundBy ? foundBy : undefined;
if (bug) console.log(`Planted: ${bug}`);

const [least, most] = only ? [only.actors.length, only.actors.length] : [1, largest];
for (let size = least; size <= most; size++)
  for (const returnsItem of [true, false]) {
    let told = 0;
    // What threads remember of one size and engine is of no use to the next.
    const explorers = startExplorers();
    const chosen = { size, returnsItem, plant, only };
    const { cases, interleavings, states, what } = await explorers.explore(chosen, (total) => {
      if (total.cases < told + EVERY) return;
      told += EVERY;
      console.log(`${told} cases …`);
    });
    await explorers.close();
    const engine = returnsItem ? "as AWS" : "as the embedded engine";
    console.log(
      `${size} at a time, ${engine}: ${cases} cases, ${interleavings} interleavings by way of ${states} states: ` +
        (what === undefined ? "all explained" : `not explained: ${what}`),
    );
    if (what !== undefined) process.exit(1);
  }
