/** Formats measurements as `docs/` shows them. */
import { availableParallelism, cpus } from "node:os";

const quantile = (numbers: readonly number[], part: number) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
};
export const median = (numbers: readonly number[]) => quantile(numbers, 0.5);

/** A median and its quartiles. */
export const spread = (numbers: readonly number[]) => {
  const digits = median(numbers) < 10 ? 2 : 0;
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(numbers, part).toFixed(digits));
  return `${middle} (${low}-${high})`;
};

export function machine() {
  const [{ model } = { model: "an unknown processor" }] = cpus();
  return `${availableParallelism()} cores, ${model.trim()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.`;
}

/** Prints a table in Markdown. */
export function printTable(head: string[], rows: (string | number)[][]) {
  for (const row of [head, head.map(() => "---"), ...rows]) console.log(`| ${row.join(" | ")} |`);
  console.log();
}
