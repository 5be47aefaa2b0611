/** `npm run prove -- [--runs N] [--seed S] [--run NUMBER] [--plant NAME]`: simulates, and says what it found. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { type PlantName, plants } from "../plants.ts";
import { startPool } from "./pool.ts";
import { summaryOf } from "./summary.ts";

const EVERY = 5000;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: `${randomInt(2 ** 31)}` },
    run: { type: "string" },
    plant: { type: "string" },
  },
});

function natural(name: "runs" | "seed" | "run") {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name} must be a whole number, not ${values[name]}.`);
  process.exit(2);
}

function plantOf(name: string | undefined) {
  if (name === undefined || name in plants) return name as PlantName | undefined;
  console.error(`--plant must be one of ${Object.keys(plants).join(", ")}.`);
  process.exit(2);
}

const seed = natural("seed");
const plant = plantOf(values.plant);
const [from, to] = values.run === undefined ? [0, natural("runs")] : [natural("run"), natural("run") + 1];
console.log(`Seed ${seed}${plant ? `, planted: ${plants[plant].bug}` : ""}`);
const pool = startPool();
let told = 0;
const outcome = await pool.play({ seed, plant, shrinks: true, from, to }, ({ runs }) => {
  if (Math.floor(runs / EVERY) > told) console.log(`${runs} runs …`);
  told = Math.floor(runs / EVERY);
});
await pool.close();
console.log(summaryOf(outcome));
if (outcome.found) {
  const { run, what, story } = outcome.found;
  console.log(`\nRun ${run}: ${what}\n\n${story}\n`);
  console.log(`Repeat it: npm run prove -- --seed ${seed} --run ${run}${plant ? ` --plant ${plant}` : ""}`);
}
process.exitCode = outcome.found ? 1 : 0;
