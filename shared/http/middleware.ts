import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import type { OperationId } from "../contract/operations.gen.ts";
import type { Role } from "../domain/access.ts";
import type { ProxyResult } from "./proxy-result.ts";
import type { RequestSchemas } from "./request.ts";

/** What the contract says about an operation: one generated file each. */
export interface Contract extends RequestSchemas {
  operationId: OperationId;
  /** The roles that may call it. Without roles, it is public: it needs no token. */
  roles?: readonly Role[];
}
export type PrivateContract = Contract & { roles: readonly Role[] };
export type PublicContract = Contract & { roles?: never };

/** One call, as the middlewares see it. */
export interface Call<Notes> {
  event: APIGatewayProxyEvent;
  /** What the handler gets. `now` is the time of the call, in epoch seconds. */
  context: Context & { now: number };
  /** Only set once the handler or `problemReplies` has answered. */
  response: ProxyResult;
  /** What was thrown; after `problemReplies` has run, the Problem that is the answer. */
  error: unknown;
  /** What a middleware's `before` keeps for its `after` and `onError`. */
  internal: Notes;
}

/** A step of every call. `before` runs from the first step to the last, `after` and `onError` from the last to the first. */
export interface Middleware<Notes = Record<never, never>> {
  before?(call: Call<Notes>): void | Promise<void>;
  after?(call: Call<Notes>): void;
  onError?(call: Call<Notes>): void;
}
