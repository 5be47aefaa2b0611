/** A request and what came of it. */
import { type Operation, routeOf } from "./contract.ts";
import type { Ledger } from "./ledger.ts";
import type { Write } from "./recorder.ts";
import type { WireReply } from "./reply.ts";
import { bytesOf, type Request } from "./request.ts";
import type { Outcome } from "./send.ts";

export interface Exchange {
  request: Request;
  outcome: Outcome;
  /** What it wrote. */
  writes: Write[];
}

/** What is known from elsewhere. */
export interface Knowledge {
  ledger: Ledger;
  secrets: readonly { text: string; owner: string }[];
}

/** What is wrong with an exchange, or nothing. */
export type Check = (exchange: Exchange, knowledge: Knowledge) => string | undefined;

export const replyOf = ({ outcome }: Exchange) => ("reply" in outcome ? outcome.reply : undefined);
export const statusOf = (exchange: Exchange) => replyOf(exchange)?.status ?? 0;

/** Node's own bound on a request's head; beyond it the server need not speak as the contract does. */
const MAX_HEAD_BYTES = 16 * 1024;
export const isBroken = ({ request }: Exchange) =>
  request.breakage !== undefined || bytesOf({ ...request, body: Buffer.alloc(0) }).length > MAX_HEAD_BYTES;

/** The operation a request came to, if it came to one. */
export function operationOf({ request }: Exchange): Operation | undefined {
  return routeOf(request.target)?.offered.find(({ method }) => method === request.method);
}

/** A reply's body: JSON read, and what is none, or says it is and is not, as it stands. */
export function bodyOf({ headers, body }: WireReply): unknown {
  if (body.length === 0) return undefined;
  const text = body.toString();
  if (!/json$/.test(headers["content-type"] ?? "")) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
