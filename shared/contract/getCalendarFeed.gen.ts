// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";

export const zFeedKey = z.string();

export const zGetCalendarFeedHeaders = z.strictObject({
    'If-None-Match': z.optional(z.string()),
    'If-Match': z.optional(z.string())
});

export const zGetCalendarFeedPath = z.strictObject({
    feedKey: zFeedKey
});

export const getCalendarFeed = {
  operationId: "getCalendarFeed",
  path: zGetCalendarFeedPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
