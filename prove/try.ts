import { startEngine } from "./world/engine.ts";
import { startProduct } from "./world/handlers.ts";
import { simulate } from "./simulate/simulate.ts";
import fc from "fast-check";
const world = await startEngine();
const product = await startProduct();
const counts = new Map<string, number>();
const count = (w: string) => void counts.set(w, (counts.get(w) ?? 0) + 1);
const run = fc.record({ skew: fc.nat(2), stormy: fc.constantFrom(0, 8, 25), slots: fc.constantFrom(1,2,5), beginning: fc.constantFrom("free","held","confirmed","cancelled","withdrawn","lifted","soon"), numbers: fc.array(fc.nat(2 ** 31 - 1), {minLength: 0, maxLength: 60, size: "max"}) });
const t = performance.now();
let n = 0;
const r = await fc.check(fc.asyncProperty(run, async (run) => { n++; await simulate(world, product, run as never, count); }), { endOnFailure: !process.env.SHRINK, numRuns: Number(process.argv[2] ?? 20), seed: Number(process.argv[3] ?? 1) });
console.log(n, "runs", (performance.now() - t) / n, "ms each");
if (r.failed) { console.log(r.counterexample?.[0] && { ...r.counterexample[0], numbers: r.counterexample[0].numbers.length }); console.log((r.errorInstance as Error).message, (r.errorInstance as Error).constructor.name === "Wrong" ? "" : (r.errorInstance as Error).stack); }
else console.log([...counts].sort());
