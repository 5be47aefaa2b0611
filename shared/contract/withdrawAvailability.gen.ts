// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { epochSeconds, isDate, isInstant, withColon } from "../domain/time.ts";
import { isTimeZone, spelledByIana } from "../domain/time-zone.ts";

export const zUserId = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^(\.{0,2}[A-Za-z0-9_~|@:+=,'-]|\.{3})[A-Za-z0-9._~|@:+=,'-]*$/, 'may have letters, digits and . _ ~ | @ : + = , \' - only, and be neither . nor ..'));

/**
 * RFC 3339 with `Z` or an offset, and with a capital `T` and `Z`. The year, in UTC, is 0000 to 9998; there are no
 * leap seconds. In a query, write the `+` of an offset as `%2B`.
 *
 */
export const zInstant = z.pipe(z.pipe(z.string(), z.transform(withColon)), z.pipe(z.iso.datetime({ offset: true }).check(
      z.maxLength(40),
      z.refine(isInstant, "must be a date and time before the year 9999"),
    ), z.transform(epochSeconds)));

/**
 * A calendar day before the year 9998
 */
export const zDate = z.string().check(z.refine(isDate, "must be a date such as 2027-08-13, before the year 9998"));

/**
 * A name from IANA's time zone list, in upper or lower case; former names such as Asia/Calcutta are accepted too. Replies spell it as the list does. Abbreviations and offsets are not accepted.
 */
export const zTimeZone = z.pipe(
      z.string().check(z.refine(isTimeZone, "must be on IANA's list of time zones, such as Europe/London")),
      z.transform(spelledByIana),
    );

export const zProviderIdPath = zUserId;

export const zWithdrawAvailabilityPath = z.strictObject({
    providerId: zUserId
});

export const zWithdrawAvailabilityQuery = z.strictObject({
    from: z.optional(zInstant),
    to: z.optional(zInstant),
    date: z.optional(zDate),
    timeZone: z.optional(zTimeZone)
});

export const withdrawAvailability = {
  operationId: "withdrawAvailability",
  roles: ["provider","admin"],
  path: zWithdrawAvailabilityPath,
  query: zWithdrawAvailabilityQuery,
  body: z.undefined(),
} as const;
