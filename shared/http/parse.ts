import { baseUrl } from "./base-url.ts";
import { versionRule } from "./entity-tags.ts";
import type { Middleware } from "./middleware.ts";
import { headerLines, parseRequest, type RequestSchemas } from "./request.ts";

/** Gives the handler the fields of `Request`. The rules for path, query and body are in `request.ts`. */
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
