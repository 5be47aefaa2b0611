import { versionRule } from "./entity-tags.ts";
import type { Middleware } from "./middleware.ts";
import { parseRequest, type RequestSchemas } from "./request.ts";

/** Gives the handler the request's path, query and body, parsed by the contract, and which versions it accepts. `request.ts` has the rules. */
export const parse = (contract: RequestSchemas): Middleware => ({
  before({ event, context }) {
    Object.assign(context, { ...parseRequest(contract, event), versions: versionRule(event) });
  },
});
