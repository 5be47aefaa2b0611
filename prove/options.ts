/** What the commands of the proof are told. Where that makes no sense, they say why in a sentence, and exit with 2. */
import { parseArgs } from "node:util";
import { type PlantName, plants } from "./plants.ts";

/** The options of these names. Says what there are where it is asked for help. */
export function optionsOf<Name extends string>(usage: string, ...names: Name[]): Partial<Record<Name, string>> {
  if (process.argv.includes("--help")) {
    console.log(`Usage: ${usage}`);
    process.exit(0);
  }
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
    // A number below zero is a value too, to be refused as one.
    const args = process.argv
      .slice(2)
      .join("\0")
      .replaceAll(/\0(?=-\d)/g, "=")
      .split("\0")
      .filter(Boolean);
    return parseArgs({ args, options }).values as Partial<Record<Name, string>>;
  } catch (error) {
    return refuse(`${(error as Error).message}\nUsage: ${usage}`);
  }
}

export function whole(name: string, text: string, least = 0): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least ? number : refuse(`--${name} must be a whole number, at least ${least}, not ${text}.`);
}

export const plantNamed = (name: string | undefined): PlantName | undefined =>
  name === undefined || Object.hasOwn(plants, name)
    ? (name as PlantName | undefined)
    : refuse(`--plant must be one of ${Object.keys(plants).join(", ")}.`);

export function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}
