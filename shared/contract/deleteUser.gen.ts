// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^(\.{0,2}[A-Za-z0-9_~|@:+=,'-]|\.{3})[A-Za-z0-9._~|@:+=,'-]*$/, 'may have letters, digits and . _ ~ | @ : + = , \' - only, and be neither . nor ..'));

export const zUserIdPath = zUserId;

/**
 * The `ETag` of the profile as you read it, or several of them separated by commas. If the profile has another one
 * by now, the reply is a 412 and nothing changes. Only the first 100 of a list count.
 *
 */
export const zIfMatch = z.string();

/**
 * One or more `ETag`s separated by commas, or `*` for any. If the profile has one of them, reading it is a 304 and
 * changing it a 412. Only the first 100 of a list count.
 *
 */
export const zIfNoneMatch = z.string();

export const zDeleteUserHeaders = z.strictObject({
    'If-Match': z.optional(z.string()),
    'If-None-Match': z.optional(z.string())
});

export const zDeleteUserPath = z.strictObject({
    userId: zUserId
});

export const deleteUser = {
  operationId: "deleteUser",
  roles: ["client","provider","admin"],
  path: zDeleteUserPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
