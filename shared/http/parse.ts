import { baseUrl } from "./base-url.ts";
import { tagsIn, versionRule } from "./entity-tags.ts";
import type { Middleware } from "./middleware.ts";
import { parseRequest, type RequestSchemas } from "./request.ts";

/** Gives the handler the fields of `Request`. The rules for path, query and body are in `request.ts`. */
export const parse = (contract: RequestSchemas): Middleware => ({
  before({ event, context }) {
    Object.assign(context, {
      ...parseRequest(contract, event),
      versions: versionRule(event),
      noneMatch: tagsIn(event, "if-none-match"),
      match: tagsIn(event, "if-match"),
      baseUrl: baseUrl(event),
    });
  },
});
