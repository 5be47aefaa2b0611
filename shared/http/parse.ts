import { baseUrl } from "./base-url.ts";
import { requestTags, versionRule } from "./entity-tags.ts";
import type { Middleware } from "./middleware.ts";
import { parseRequest, type RequestSchemas } from "./request.ts";

/** Gives the handler the fields of `Request`. The rules for path, query and body are in `request.ts`. */
export const parse = (contract: RequestSchemas): Middleware => ({
  before({ event, context }) {
    const tags = requestTags(event);
    Object.assign(context, {
      ...parseRequest(contract, event),
      versions: versionRule(tags),
      tags,
      baseUrl: baseUrl(event),
    });
  },
});
