/** `npm run soak -- [--minutes 10] [--seed n]`: a soak of `npm start` under load and faults. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProof, report, unknowns } from "./report.ts";
import { type Plan, soak } from "./soak.ts";

const EVERY_MS = 20_000;

/** Soaks for so long, and says what it found: the process exits with 1 if a write is lost. */
export async function soakFor({ seed, minutes }: { seed: number; minutes: number }) {
  const folder = mkdtempSync(join(tmpdir(), "reservation-api-soak-"));
  const began = Date.now();
  let told = 0;
  const progress: Plan["progress"] = (ledger, faults) => {
    const passed = Date.now() - began;
    if (passed - told < EVERY_MS) return;
    told = passed;
    console.log(
      `${Math.round(passed / 1000)} s: ${ledger.length} calls, ${faults.length} faults, ${unknowns(ledger)} unknown`,
    );
  };

  // The first Ctrl-C ends the run and reckons; the second one ends it all.
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(1);
      interrupted.abort();
    });

  console.log(`A soak of ${minutes} minutes; seed ${seed} (the same choices; their interleaving is the machine's)`);
  let isGood = false;
  try {
    const data = join(folder, "data");
    const outcome = await soak({ seconds: minutes * 60, seed, folder: data, signal: interrupted.signal, progress });
    console.log(report(outcome).join("\n"));
    isGood = isProof(outcome);
    if (!isGood) writeFileSync(join(folder, "ledger.json"), JSON.stringify(outcome.ledger));
  } finally {
    if (isGood) rmSync(folder, { recursive: true, force: true });
    else console.log(`The data, and the ledger if there is one, are kept in ${folder}`);
  }
  process.exitCode = isGood ? 0 : 1;
}
