// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^(\.{0,2}[A-Za-z0-9_~|@:+=,'-]|\.{3})[A-Za-z0-9._~|@:+=,'-]*$/, 'may have letters, digits and . _ ~ | @ : + = , \' - only, and be neither . nor ..'));

export const zUserIdPath = zUserId;

export const zCreateCalendarFeedPath = z.strictObject({
    userId: zUserId
});

export const createCalendarFeed = {
  operationId: "createCalendarFeed",
  roles: ["client","provider","admin"],
  path: zCreateCalendarFeedPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
