/** What a run says of itself: every number is counted from its own ledger. */
import { operations } from "../../shared/contract/operations.gen.ts";
import { type Entry, isAcknowledgedWrite } from "./ledger.ts";
import type { Outcome } from "./soak.ts";

/** Attempts of which nobody knew the outcome until a repeat told, or never. */
export const unknowns = (ledger: readonly Entry[]) =>
  ledger.reduce((sum, { attempts, reply }) => sum + attempts - (reply ? 1 : 0), 0);

/** Whether all went well, and enough happened to tell. */
export const isProof = ({ ledger, faults, findings, contractFaults, indexFaults }: Outcome) =>
  findings.length + contractFaults.length + indexFaults.length === 0 &&
  faults.length > 0 &&
  ledger.some(isAcknowledgedWrite) &&
  unanswered(ledger).length === 0;

/** Operations that were never answered. */
const unanswered = (ledger: readonly Entry[]) =>
  operations.filter(({ operationId }) => !ledger.some((entry) => entry.operationId === operationId && entry.reply));

/** The lines of the summary; what was found comes first. */
export function report({ ledger, faults, findings, contractFaults, indexFaults }: Outcome): string[] {
  const writes = ledger.filter(isAcknowledgedWrite);
  const count = (kind: string) => findings.filter((finding) => finding.kind === kind).length;
  const neverKnown = ledger.filter(({ reply }) => !reply).length;
  const untried = unanswered(ledger).map(({ operationId }) => operationId);
  return [
    ...first(contractFaults.map((fault) => `not as the contract promises: ${fault}`)),
    ...first(findings.map(({ kind, what }) => `${kind}: ${what}`)),
    ...first(indexFaults.map((fault) => `index: ${fault}`)),
    "",
    row("operation", "2xx", "4xx", "unknown", "written"),
    ...operations.map(({ operationId }) => {
      const calls = ledger.filter((entry) => entry.operationId === operationId);
      const having = (least: number) =>
        calls.filter(({ reply }) => reply && reply.status >= least && reply.status < least + 100).length;
      const acknowledged = calls.filter(isAcknowledgedWrite).length;
      return row(operationId, having(200), having(400), unknowns(calls), acknowledged || "");
    }),
    "",
    ...[...Map.groupBy(faults, (fault) => fault)].map(([fault, all]) => `${fault}: ${all.length}`),
    "",
    `${faults.length} times something was killed or told to end`,
    `${ledger.length} calls; ${unknowns(ledger)} attempts with an unknown outcome, ${neverKnown} never known`,
    `${contractFaults.length} replies not as the contract promises`,
    `${indexFaults.length} index entries not as the table`,
    `${writes.length} acknowledged writes reconciled with the table: ${count("lost")} lost, ${count("doubled")} doubled`,
    ...(faults.length === 0 ? ["The server was never killed: a longer run has something to prove."] : []),
    ...(untried.length > 0 ? [`A longer run tells of what was never answered: ${untried.join(", ")}.`] : []),
  ];
}

const SHOWN = 20;
const first = (lines: string[]) =>
  lines.length > SHOWN ? [...lines.slice(0, SHOWN), `… and ${lines.length - SHOWN} more`] : lines;

const row = (name: string, ...cells: (string | number)[]) =>
  `${name.padEnd(24)}${cells.map((cell) => `${cell}`.padStart(9)).join("")}`;
