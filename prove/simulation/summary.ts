import type { Outcome } from "./worker.ts";

/** What was simulated, in numbers. */
export function summaryOf({ runs, counts, found }: Outcome): string {
  const kinds = Map.groupBy(counts, ([name]) => name.split(" ")[0] ?? "");
  const sum = (kind: string) => (kinds.get(kind) ?? []).reduce((total, [, count]) => total + count, 0);
  const each = (kind: string) =>
    (kinds.get(kind) ?? [])
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `  ${`${count}`.padStart(9)}  ${name.slice(kind.length + 1)}`);
  return [
    `\n${sum("call")} calls`,
    ...each("call"),
    `${sum("request")} requests to DynamoDB`,
    ...each("request"),
    `${sum("fault")} faults`,
    ...each("fault"),
    `${sum("swept")} expired items swept`,
    `\n${runs} runs: ${found ? "1 went wrong" : "nothing found"}`,
  ].join("\n");
}
