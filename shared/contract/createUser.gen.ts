// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { hasShortLocalPart, hasValidDomain } from "../domain/email.ts";
import { hasAtMost, isName } from "../domain/name.ts";
import { isTimeZone, spelledByIana } from "../domain/time-zone.ts";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^(\.{0,2}[A-Za-z0-9_~|@:+=,'-]|\.{3})[A-Za-z0-9._~|@:+=,'-]*$/, 'may have letters, digits and . _ ~ | @ : + = , \' - only, and be neither . nor ..'));

/**
 * A name from IANA's time zone list, in upper or lower case; former names such as Asia/Calcutta are accepted too. Replies spell it as the list does. Abbreviations and offsets are not accepted.
 */
export const zTimeZone = z.pipe(
      z.string().check(z.refine(isTimeZone, "must be on IANA's list of time zones, such as Europe/London")),
      z.transform(spelledByIana),
    );

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

/**
 * An address of the common form. Before the @ it has letters, digits and `_ ' + -`, with single dots inside, and at
 * most 64 characters; the last is not `'`. After the @ is a domain name, in its `xn--` form (RFC 5890) where it has
 * letters beyond a to z; no other part of it has `--` as its third and fourth characters. Quoted names, IP addresses
 * and comments are not accepted.
 *
 */
export const zEmail = z.email({ pattern: /^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])$/ }).check(
      z.maxLength(254),
      z.refine(hasShortLocalPart, "must have at most 64 characters before the @"),
      z.refine(hasValidDomain, "must have a domain name after the @"),
    );

export const zRegistration = z.strictObject({
    role: z.enum(['provider', 'client']),
    name: zName,
    email: z.optional(zEmail),
    timeZone: z.optional(zTimeZone),
    userId: z.optional(zUserId)
});

export const zCreateUserBody = zRegistration;

export const createUser = {
  operationId: "createUser",
  roles: ["client","provider","admin"],
  path: z.strictObject({}),
  query: z.strictObject({}),
  body: zCreateUserBody,
} as const;
