import type { Run } from "./runs.ts";

/**
 * A run with fewer and simpler steps that still goes wrong: it leaves out ever shorter stretches of them, and then takes
 * what is left for the simplest of its kind.
 */
export async function shrink(run: Run, isWrong: (run: Run) => Promise<boolean>): Promise<Run> {
  let steps = run.steps;
  const take = async (fewer: Run["steps"]) => {
    if (!(await isWrong({ ...run, steps: fewer }))) return false;
    steps = fewer;
    return true;
  };
  for (let before = Number.POSITIVE_INFINITY; steps.length < before; ) {
    before = steps.length;
    for (let size = before; size > 0; size = Math.floor(size / 2))
      for (let at = steps.length - size; at >= 0; at -= size) await take(steps.toSpliced(at, size));
  }
  for (const field of ["fault", "pick", "how"] as const)
    for (const at of steps.keys()) await take(steps.with(at, { ...(steps[at] as Run["steps"][number]), [field]: 0 }));
  return { ...run, steps };
}
