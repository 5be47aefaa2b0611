/** `npm run prove -- [--runs N] [--seed S] [--run NUMBER] [--plant NAME]`: simulates, and says what it found. */
import { randomInt } from "node:crypto";
import { optionsOf, plantNamed, refuse, whole } from "../options.ts";
import { plants } from "../plants.ts";
import { startPlayers } from "./play.ts";
import { summaryOf } from "./summary.ts";

const EVERY = 1000;

const options = optionsOf(
  "npm run prove -- [--runs N | --run NUMBER] [--seed S] [--plant NAME]",
  ...(["runs", "run", "seed", "plant"] as const),
);
if (options.runs !== undefined && options.run !== undefined)
  refuse("--runs is how many, --run is which one: not both.");
const seed = whole("seed", options.seed ?? `${randomInt(2 ** 31)}`);
const plant = plantNamed(options.plant);
const one = options.run === undefined ? undefined : whole("run", options.run);
const [from, to] = one === undefined ? [0, whole("runs", options.runs ?? "1000", 1)] : [one, one + 1];
console.log(`Seed ${seed}${plant ? `, planted: ${plants[plant].bug}` : ""}`);
const players = startPlayers();
let told = 0;
const outcome = await players.play({ seed, plant, shrinks: true, from, to }, ({ runs }) => {
  if (Math.floor(runs / EVERY) > told) console.log(`${runs} runs …`);
  told = Math.floor(runs / EVERY);
});
await players.close();
console.log(summaryOf(outcome));
if (outcome.found) {
  const { run, what, story } = outcome.found;
  console.log(`\nRun ${run}: ${what}\n\n${story}\n`);
  console.log(`Repeat it: npm run prove -- --seed ${seed} --run ${run}${plant ? ` --plant ${plant}` : ""}`);
}
if (!outcome.found && plant && "actors" in plants[plant].foundBy)
  console.log(`Interleavings find it: npm run interleavings -- --plant ${plant}`);
process.exitCode = outcome.found ? 1 : 0;
