// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { isTimeZone, spelledByIana } from "../domain/time-zone.ts";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[A-Za-z0-9._|-]+$/, 'may have letters, digits and . _ | - only'));

/**
 * A name on IANA's list of time zones, links such as Asia/Calcutta included, in any case. Replies spell it as the list does. Abbreviations and offsets are no names.
 */
export const zTimeZone = z.pipe(z.string().check(z.refine(isTimeZone, 'must be on IANA\'s list of time zones, such as Europe/London')), z.transform(spelledByIana));

/**
 * As it should be shown
 */
export const zName = z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[^\s\p{C}][^\p{Cc}\p{Cs}]*$/u, 'must start with a visible character and hold no control characters'));

/**
 * An address as people have them: before the @ letters, digits and . _ ' + - with single points inside, behind it a domain name. What else RFC 5322 allows is not accepted.
 */
export const zEmail = z.email({ pattern: /^([A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/ }).check(z.maxLength(254));

export const zNewUser = z.strictObject({
    role: z.enum(['provider', 'client']),
    name: zName,
    email: z.optional(zEmail),
    timeZone: z.optional(zTimeZone),
    userId: z.optional(zUserId)
});

export const zCreateUserBody = zNewUser;

export const createUser = {
  operationId: "createUser",
  roles: ["client","provider","admin"],
  path: z.strictObject({}),
  query: z.strictObject({}),
  body: zCreateUserBody,
} as const;
