import { startEngine } from "./world/engine.ts";
import { startProduct } from "./world/handlers.ts";
import { explore } from "./interleave/search.ts";
import { callTree } from "./interleave/caller.ts";
import { startTable } from "./interleave/table.ts";
import { casesOf } from "./interleave/actors.ts";
const table = startTable(await startEngine());
const tree = callTree(await startProduct());
const all = casesOf(Number(process.argv[2]));
const every = Number(process.argv[3] ?? 1);
console.log(all.length, "cases");
const t = performance.now(); let n = 0, states = 0; const seen = new Set<string>();
for (let i = Number(process.argv[4] ?? 0); i < all.length; i += every) {
  const t1 = performance.now();
  const r = await explore(table, tree, all[i]!); n++; states += r.states;
  if (performance.now() - t1 > 3000) console.log(i, all[i]!.actors.map((a) => a.name).join(), all[i]!.beginning, r, performance.now() - t1);
  if (r.what) { const k = r.what.split("\n")[0]!.slice(0, 60); if (!seen.has(k)) { seen.add(k); console.log(i, all[i]!.clocks, r.what); } }
}
console.log(n, "cases", states, "states", (performance.now() - t) / n, "ms each", process.cpuUsage().user / 1e6);
