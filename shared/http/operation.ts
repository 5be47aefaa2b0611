import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { corsOrigins } from "../config.ts";
import type { OperationId, Responses } from "../contract/operations.gen.ts";
import type { Caller, Role } from "../domain/access.ts";
import { isRefusal, Refusal } from "../domain/refusal.ts";
import { logger } from "../logger.ts";
import { count } from "../metrics.ts";
import { type Cost, metered } from "../store/meter.ts";
import { authenticate } from "./authenticate.ts";
import { Problem } from "./problem.ts";
import { problemFrom } from "./problem-details.ts";
import { type ParsedRequest, parseRequest, type RequestSchemas } from "./request.ts";

/** What the contract says of an operation: generated, one module each. */
interface Contract extends RequestSchemas {
  operationId: OperationId;
  roles: readonly Role[];
}

type Bodies<C extends Contract> = Responses[C["operationId"]];

/** A successful reply: one of the operation's statuses, with that status's body. */
type Reply<C extends Contract> = {
  [S in keyof Bodies<C>]: {
    status: S;
    body: Bodies<C>[S];
    headers?: Record<string, string>;
  };
}[keyof Bodies<C>];

interface Context {
  caller: Caller;
  /** Epoch seconds, the same for the whole request. */
  now: number;
  /** The entity tag the caller read, RFC 9110, if it says so. */
  ifMatch?: string | undefined;
}

export const ok = <B>(body: B) => ({ status: 200, body }) as const;
export const created = <B>(body: B, location?: string) =>
  ({
    status: 201,
    body,
    ...(location && { headers: { Location: location } }),
  }) as const;
/** A body that is text already. */
export const calendar = (text: string) =>
  ({ status: 200, body: text, headers: { "Content-Type": "text/calendar; charset=utf-8" } }) as const;
export const noContent = () => ({ status: 204, body: undefined }) as const;

/**
 * A Lambda handler for one operation of the contract: it verifies the caller, parses the request, runs, and replies.
 * A thrown Problem becomes its problem+json here, and anything else a 500 that tells only the log.
 */
export function operation<C extends Contract>(
  contract: C,
  run: (request: ParsedRequest<C> & Context) => Promise<Reply<C>>,
) {
  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const started = performance.now();
    const { requestId } = event.requestContext;
    const cost: Cost = { requests: 0, capacityUnits: 0 };
    const { outcome, ...reply } = await metered(cost, async () => {
      try {
        const now = Math.floor(Date.now() / 1000);
        const caller = await authenticate(header(event, "authorization"), now);
        if (!contract.roles.includes(caller.role)) throw forbidden(contract, caller);
        return success(
          await run({ ...parseRequest(contract, event), caller, now, ifMatch: header(event, "if-match") }),
        );
      } catch (error) {
        return refusal(error, requestId);
      }
    });
    count(contract.operationId, outcome);
    logger.info("request", {
      operation: contract.operationId,
      requestId,
      status: reply.statusCode,
      ...(typeof outcome === "string" && { problem: outcome }),
      durationMs: Math.round(performance.now() - started),
      dynamodb: cost,
    });
    return {
      ...reply,
      headers: { ...reply.headers, ...everyReply(event, requestId) },
    };
  };
}

const success = ({
  status,
  body,
  headers,
}: {
  status: PropertyKey;
  body: unknown;
  headers?: Record<string, string>;
}) => ({
  outcome: Number(status),
  statusCode: Number(status),
  headers: { ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
  body: typeof body === "string" ? body : (JSON.stringify(body) ?? ""),
});

function refusal(error: unknown, requestId: string) {
  const problem = problemOf(error, requestId);
  return {
    outcome: problem.kind,
    statusCode: problem.status,
    headers: { "Content-Type": "application/problem+json", ...problem.headers },
    body: JSON.stringify(problem.body),
  };
}

function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (isRefusal(error, "unavailable") && error.cause)
    logger.warn("dynamodb is busy or away", { requestId, error: error.cause });
  if (error instanceof Refusal) return problemFrom(error);
  logger.error("bug", { requestId, error });
  return new Problem("internal", "Something went wrong on our side. Quote the requestId when you report it.", {
    requestId,
  });
}

const forbidden = ({ operationId, roles }: Contract, { role }: Caller) =>
  new Problem("forbidden", `A ${role} cannot call ${operationId}; it is for ${roles.join(" and ")}.`);

/** A request's header, whatever its case. */
const header = ({ headers }: APIGatewayProxyEvent, name: string) =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];

function everyReply(event: APIGatewayProxyEvent, requestId: string): Record<string, string> {
  const origin = header(event, "origin");
  const allowed = corsOrigins.includes("*") ? "*" : corsOrigins.find((one) => one === origin);
  return {
    "X-Request-Id": requestId,
    "Cache-Control": "no-store",
    ...(allowed && {
      "Access-Control-Allow-Origin": allowed,
      "Access-Control-Expose-Headers": "ETag, Location, Retry-After, WWW-Authenticate, X-Request-Id",
    }),
    ...(allowed && allowed !== "*" && { Vary: "Origin" }),
  };
}
