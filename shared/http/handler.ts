import middy from "@middy/core";
import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import type { Responses } from "../contract/operations.gen.ts";
import type { VersionRule } from "../domain/version.ts";
import type { RequestTags } from "./entity-tags.ts";
import { locationOf } from "./location.ts";
import { measure } from "./measure.ts";
import type { Contract, Middleware } from "./middleware.ts";
import { parse } from "./parse.ts";
import { problemReplies } from "./problem-replies.ts";
import type { ProxyResult } from "./proxy-result.ts";
import { replyHeaders } from "./reply-headers.ts";
import type { ParsedRequest } from "./request.ts";

/** What a handler gets: the parsed request, and the time of the call. */
export type Request<C extends Contract> = ParsedRequest<C> & {
  /** Epoch seconds, read once per call. */
  now: number;
  /** Which versions of the item the caller accepts, by `If-Match` and `If-None-Match`. */
  versions: VersionRule;
  /** The tags in those headers, for `conditional`. */
  tags: RequestTags;
  /** The API's URL, without a slash at the end. */
  baseUrl: string;
};

type Bodies<C extends Contract> = Responses[C["operationId"]];

interface Success<Status = number, Body = unknown> {
  status: Status;
  body: Body;
  headers?: Record<string, string>;
  /** The id of what was created, for the `Location` header. */
  createdId?: string;
}

/** A successful reply: one of the operation's statuses, with that status's body. */
export type Reply<C extends Contract> = {
  [S in keyof Bodies<C> & number]: Success<S, Bodies<C>[S]>;
}[keyof Bodies<C> & number];

/** What Lambda calls. middy's own type would require Lambda to pass what the middlewares add to the context. */
type Handler = (event: APIGatewayProxyEvent) => Promise<ProxyResult>;

/**
 * The Lambda handler of an operation: what all operations share, around the operation's own `run`. A call passes the steps from
 * top to bottom, and its reply passes all of them from bottom to top. So does an error, wherever it was thrown.
 */
export function handlerOf<C extends Contract, R extends Request<C>>(
  contract: C,
  authentication: Middleware[],
  run: (request: R) => Promise<Reply<C>>,
): Handler {
  return middy<APIGatewayProxyEvent, ProxyResult, unknown, Context & R>({ timeoutEarlyInMillis: 0 })
    .use(measure(contract)) // starts the clock; on the way back, the log line, and the metrics of reserving and confirming
    .use(replyHeaders()) // on the way back: request id, CORS, caching
    .use(problemReplies()) // on the way back: a thrown Problem becomes problem+json; anything else a 500
    .use(readClock()) // one time for the whole call
    .use(authentication) // whose token it is, and whether that role may call this
    .use(parse(contract)) // path, query and body by the contract (request.ts); every fault at once
    .handler(async (event, request) => serialized(await run(request), event)) as unknown as Handler;
}

const readClock = (): Middleware => ({
  before({ context }) {
    context.now = Math.floor(Date.now() / 1000);
  },
});

const serialized = ({ status, body, headers, createdId }: Success, { path }: APIGatewayProxyEvent): ProxyResult => ({
  statusCode: status,
  headers: {
    ...(body !== undefined && { "Content-Type": "application/json" }),
    ...(createdId !== undefined && { Location: locationOf(createdId, path) }),
    ...headers,
  },
  body: typeof body === "string" ? body : (JSON.stringify(body) ?? ""),
});
