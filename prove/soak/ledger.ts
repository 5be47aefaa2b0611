/** What was asked of the server and what it acknowledged: the account that the table is held against. */

import { type OperationId, operations } from "../../shared/contract/operations.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";

export interface Request {
  path?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** One call, repeated until its answer is known, as a client's library would. */
export interface Entry extends Request {
  operationId: OperationId;
  as: Caller;
  /** Whose call it is: the caller, or whom an admin acts for. Each person has one call under way at a time. */
  person: string;
  /** When it was first sent, in epoch seconds. */
  sentAt: number;
  /** How often it was sent; all but the last had no answer, or a 503: nobody knows whether they had an effect. */
  attempts: number;
  /** Missing where the run ended before there was one. */
  reply?: Answer;
}

export interface Answer {
  status: number;
  /** When it arrived, in epoch seconds. */
  at: number;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every operation, each held against the contract
  body: any;
}

export type Answered = Entry & { reply: Answer };

export type Ledger = readonly Entry[];

export const isAnswered = (entry: Entry): entry is Answered => entry.reply !== undefined;

export const isAcknowledged = (entry: Entry): entry is Answered => isAnswered(entry) && entry.reply.status < 300;

const reads = new Set<OperationId>(operations.filter(({ method }) => method === "GET").map((one) => one.operationId));

export const isAcknowledgedWrite = (entry: Entry) => !reads.has(entry.operationId) && isAcknowledged(entry);

/** Only a refusal of the first attempt is known to have had no effect. */
export const mayHaveActed = (entry: Entry) => isAcknowledged(entry) || entry.attempts > 1 || !entry.reply;

export const callsOf = (ledger: Ledger, ...operationIds: OperationId[]) =>
  ledger.filter(({ operationId }) => operationIds.includes(operationId));
