import type { Middleware } from "./middleware.ts";
import { header, parseRequest, type RequestSchemas } from "./request.ts";

/** Gives the handler the request's path, query and body, parsed by the contract, and its `If-Match`. `request.ts` has the rules. */
export const parse = (contract: RequestSchemas): Middleware => ({
  before({ event, context }) {
    Object.assign(context, { ...parseRequest(contract, event), ifMatch: header(event, "if-match") });
  },
});
