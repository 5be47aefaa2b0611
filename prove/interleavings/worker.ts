/** A thread that explores: cases come as messages, and what came of each goes back. */
import { remembering } from "../memory.ts";
import { importPlanted } from "../planted.ts";
import type { PlantName } from "../plants.ts";
import { answer } from "../pool.ts";
import { casesOf } from "./cases.ts";
import type { Case, explore as exploring } from "./search.ts";
import { startTable } from "./table.ts";

/** A case, by its number among those of so many actors. */
export interface Chosen {
  size: number;
  number: number;
  /** Whether DynamoDB returns the item that failed a condition. */
  returnsItem: boolean;
  plant?: PlantName | undefined;
}

const casesOfSize = remembering(casesOf, (size) => size);
const tableFor = remembering(startTable, (returnsItem) => `${returnsItem}`);

async function explore({ size, number, returnsItem, plant }: Chosen) {
  const search = await importPlanted(new URL("./search.ts", import.meta.url).href, plant);
  return (search.explore as typeof exploring)(await tableFor(returnsItem), casesOfSize(size)[number] as Case);
}

answer(explore);
