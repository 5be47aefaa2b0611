// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { hasShortLocalPart, hasValidDomain } from "../domain/email.ts";
import { hasAtMost, isName } from "../domain/name.ts";
import { isTimeZone, spelledByIana } from "../domain/time-zone.ts";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^(\.{0,2}[A-Za-z0-9_~|@:+=,'-]|\.{3})[A-Za-z0-9._~|@:+=,'-]*$/, 'may have letters, digits and . _ ~ | @ : + = , \' - only, and be neither . nor ..'));

/**
 * As it should be shown, on one line. It starts with a visible letter, digit, punctuation mark or symbol, not with a
 * space or an invisible character. It has no control character, no line or paragraph separator (U+2028, U+2029) and
 * no half of a surrogate pair.
 *
 */
export const zName = z.string().check(
      z.minLength(1),
      z.refine(hasAtMost(200), "must have at most 200 characters"),
      z.refine(isName, "must start with a visible character, and contain no control character or line break"),
    );

export const zUserChanges = z.strictObject({
    name: z.optional(zName),
    email: z.nullish(z.email({ pattern: /^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])$/ }).check(
      z.maxLength(254),
      z.refine(hasShortLocalPart, "must have at most 64 characters before the @"),
      z.refine(hasValidDomain, "must have a domain name after the @"),
    )),
    timeZone: z.nullish(z.pipe(
      z.string().check(z.refine(isTimeZone, "must be on IANA's list of time zones, such as Europe/London")),
      z.transform(spelledByIana),
    ))
});

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

export const zUpdateUserBody = zUserChanges;

export const zUpdateUserHeaders = z.strictObject({
    'If-Match': z.optional(z.string()),
    'If-None-Match': z.optional(z.string())
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
