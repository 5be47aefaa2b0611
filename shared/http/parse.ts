import { baseUrl } from "./base-url.ts";
import { versionRule } from "./entity-tags.ts";
import type { Middleware } from "./middleware.ts";
import { headerLines, parseRequest, type RequestSchemas } from "./request.ts";

/**
 * Gives the handler the request's path, query and body, parsed by the contract, which versions it accepts, and where the API
 * answers. `request.ts` has the rules.
 */
export const parse = (contract: RequestSchemas): Middleware => ({
  before({ event, context }) {
    Object.assign(context, {
      ...parseRequest(contract, event),
      versions: versionRule(event),
      ifNoneMatch: headerLines(event, "if-none-match")?.join(","),
      baseUrl: baseUrl(event),
    });
  },
});
