// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";

export const zNextCursor = z.string().check(z.minLength(1), z.maxLength(2000), z.regex(/^[A-Za-z0-9_-]+$/, 'is not one of ours; send nextCursor as it was given'));

/**
 * How many entries a page has at most
 */
export const zLimit = z._default(z.pipe(
    z.pipe(z.string().check(z.regex(/^-?\d{1,9}$/, "must be a whole number")), z.transform(Number)),
    z.int().check(z.gte(1), z.lte(500)),
  ), 100);

/**
 * The previous page's `nextCursor`, as it was given
 */
export const zCursor = zNextCursor;

export const zListProvidersQuery = z.strictObject({
    limit: z._default(z.optional(z.pipe(
    z.pipe(z.string().check(z.regex(/^-?\d{1,9}$/, "must be a whole number")), z.transform(Number)),
    z.int().check(z.gte(1), z.lte(500)),
  )), 100),
    cursor: z.optional(zNextCursor)
});

export const listProviders = {
  operationId: "listProviders",
  roles: ["client","provider","admin"],
  path: z.strictObject({}),
  query: zListProvidersQuery,
  body: z.undefined(),
} as const;
