/**
 * `npm run interleavings -- [--size 3] [--plant NAME]`: every interleaving of every choice of up to so many actors, where
 * DynamoDB returns the item that failed a condition and where it does not.
 */
import { parseArgs } from "node:util";
import { type PlantName, plants } from "../plants.ts";
import { exploreAll } from "./explore.ts";

const EVERY = 1000;

const { values } = parseArgs({
  options: { size: { type: "string", default: "3" }, plant: { type: "string" } },
});
const largest = Number(values.size);
const plant = values.plant as PlantName | undefined;
if (![1, 2, 3].includes(largest) || (plant !== undefined && !(plant in plants))) {
  console.error(`Usage: npm run interleavings -- [--size 1|2|3] [--plant ${Object.keys(plants).join("|")}]`);
  process.exit(2);
}

for (let size = 1; size <= largest; size++)
  for (const returnsItem of [true, false]) {
    let told = 0;
    const { cases, interleavings, states, what } = await exploreAll({ size, returnsItem, plant }, (total) => {
      if (total.cases < told + EVERY) return;
      told += EVERY;
      console.log(`${told} cases …`);
    });
    const engine = returnsItem ? "as AWS" : "as the embedded engine";
    console.log(
      `${size} at a time, ${engine}: ${cases} cases, ${interleavings} interleavings by way of ${states} states: ` +
        (what === undefined ? "all explained" : `not explained: ${what}`),
    );
    if (what !== undefined) process.exit(1);
  }
