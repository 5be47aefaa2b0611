// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { hasShortLocalPart } from "../domain/email.ts";
import { hasAtMost, isName } from "../domain/name.ts";
import { isTimeZone, spelledByIana } from "../domain/time-zone.ts";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[A-Za-z0-9._|-]+$/, 'may have letters, digits and . _ | - only'));

/**
 * A name on IANA's list of time zones, links such as Asia/Calcutta included, in any case. Replies spell it as the list does. Abbreviations and offsets are no names.
 */
export const zTimeZone = z.pipe(
      z.string().check(z.refine(isTimeZone, "must be on IANA's list of time zones, such as Europe/London")),
      z.transform(spelledByIana),
    );

/**
 * As it should be shown, on one line. It starts with a letter, digit, punctuation mark or symbol that is seen: no
 * blank and no invisible character. It holds no control character, no line or paragraph separator (U+2028, U+2029)
 * and no half of a surrogate pair.
 *
 */
export const zName = z.string().check(
      z.minLength(1),
      z.refine(hasAtMost(200), "must have at most 200 characters"),
      z.refine(isName, "must start with a character that is seen, and hold no control character or line break"),
    );

/**
 * An address as people have them: before the @ letters, digits and . _ ' + - with single points inside, behind it a domain name. What else RFC 5322 allows is not accepted.
 */
export const zEmail = z.email({ pattern: /^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/ }).check(
      z.maxLength(254),
      z.refine(hasShortLocalPart, "must have at most 64 characters before the @"),
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
