import { handlerOf, type Reply, type Request } from "./handler.ts";
import type { PublicContract } from "./middleware.ts";

/**
 * The Lambda handler of an operation that needs no token: `security: []` in the contract. It has a file of its own because
 * whoever imports `operation.ts` fetches the issuer's keys.
 */
export const publicOperation = <C extends PublicContract>(
  contract: C,
  run: (request: Request<C>) => Promise<Reply<C>>,
) => handlerOf(contract, [], run);
