import { handlerOf, type Reply, type Request } from "./handler.ts";
import type { PublicContract } from "./middleware.ts";

/**
 * The Lambda handler of an operation that needs no token, as its `security: []` in the contract says. It has a file of its
 * own: what imports `operation` fetches the issuer's keys when it starts.
 */
export const publicOperation = <C extends PublicContract>(
  contract: C,
  run: (request: Request<C>) => Promise<Reply<C>>,
) => handlerOf(contract, [], run);
