import type { Caller } from "../domain/access.ts";
import { authenticate } from "./authenticate.ts";
import { handlerOf, type Reply, type Request } from "./handler.ts";
import type { PrivateContract } from "./middleware.ts";

/** The Lambda handler of an operation that needs a token: `run` gets its caller too. */
export const operation = <C extends PrivateContract>(
  contract: C,
  run: (request: Request<C> & { caller: Caller }) => Promise<Reply<C>>,
) => handlerOf(contract, [authenticate(contract)], run);
