// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { isTimeZone, spelledByIana } from "../domain/time-zone.ts";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[A-Za-z0-9._|-]+$/, 'may have letters, digits and . _ | - only'));

/**
 * As it should be shown
 */
export const zName = z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[^\s\p{C}][^\p{Cc}\p{Cs}]*$/u, 'must start with a visible character and hold no control characters'));

export const zUserChanges = z.strictObject({
    name: z.optional(zName),
    email: z.nullish(z.email({ pattern: /^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/ }).check(z.maxLength(254))),
    timeZone: z.nullish(z.pipe(z.string().check(z.refine(isTimeZone, 'must be on IANA\'s list of time zones, such as Europe/London')), z.transform(spelledByIana)))
});

export const zUserIdPath = zUserId;

/**
 * The `ETag` of the profile as you read it
 */
export const zIfMatch = z.string().check(z.maxLength(100));

export const zUpdateUserBody = zUserChanges;

export const zUpdateUserHeaders = z.strictObject({
    'If-Match': z.optional(z.string().check(z.maxLength(100)))
});

export const zUpdateUserPath = z.strictObject({
    userId: zUserId
});

export const updateUser = {
  operationId: "updateUser",
  roles: ["client","provider","admin"],
  path: zUpdateUserPath,
  query: z.strictObject({}),
  body: zUpdateUserBody,
} as const;
