// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[A-Za-z0-9._|-]+$/, 'may have letters, digits and . _ | - only'));

export const zUserIdPath = zUserId;

export const zGetUserPath = z.strictObject({
    userId: zUserId
});

export const getUser = {
  operationId: "getUser",
  roles: ["client","provider","admin"],
  path: zGetUserPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
