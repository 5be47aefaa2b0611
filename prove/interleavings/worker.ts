/** A thread that goes through its share of the cases. */
import { parentPort, workerData } from "node:worker_threads";
import { importPlanted } from "../planted.ts";
import type { PlantName } from "../plants.ts";
import { casesOf, isAmong, type Only } from "./cases.ts";
import type { Explored, explore as exploring } from "./search.ts";
import { startTable } from "./table.ts";

export interface Share {
  /** How many actors. */
  size: number;
  /** Into how many shares the cases are dealt, and which is this one's. */
  shares: number;
  share: number;
  /** Whether DynamoDB returns the item that failed a condition. */
  returnsItem: boolean;
  plant?: PlantName | undefined;
  only?: Only | undefined;
}

/** What was explored since the last message. */
export interface Progress extends Explored {
  cases: number;
}

const { size, shares, share, returnsItem, plant, only } = workerData as Share;
const search = await importPlanted(new URL("./search.ts", import.meta.url).href, plant);
const explore: typeof exploring = search.explore;
const table = await startTable(returnsItem);
let number = 0;
for (const one of casesOf(size)) {
  if (only && !isAmong(only, one)) continue;
  if (number++ % shares !== share) continue;
  const explored = await explore(table, one);
  parentPort?.postMessage({ ...explored, cases: 1 } satisfies Progress);
  if (explored.what !== undefined) break;
}
process.exit();
