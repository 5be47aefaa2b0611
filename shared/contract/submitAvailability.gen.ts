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

/**
 * A time on the wall clock
 */
export const zLocalTime = z.string().check(z.regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'must be a time from 00:00 to 23:59'));

/**
 * A time on the wall clock. `24:00` is the end of the day; a time before the start is on the next day.
 */
export const zLocalEnd = z.string().check(z.regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/, 'must be a time from 00:00 to 24:00'));

/**
 * From one instant to another, at most 31 days
 */
export const zInterval = z.strictObject({
    startsAt: zInstant,
    endsAt: zInstant
});

/**
 * Hours of one local day
 */
export const zLocalDay = z.strictObject({
    date: zDate,
    from: zLocalTime,
    to: zLocalEnd,
    timeZone: z.optional(zTimeZone)
});

export const zWeeklyWindow = z.strictObject({
    days: z.array(z.enum([
        'MO',
        'TU',
        'WE',
        'TH',
        'FR',
        'SA',
        'SU'
    ])).check(z.minLength(1), z.maxLength(7)),
    from: zLocalTime,
    to: zLocalEnd
});

/**
 * Hours that repeat every week, on local days from `fromDate` to `toDate`, both included
 */
export const zWeeklyHours = z.strictObject({
    weekly: z.array(zWeeklyWindow).check(z.minLength(1), z.maxLength(50)),
    fromDate: zDate,
    toDate: zDate,
    exceptDates: z.optional(z.array(zDate).check(z.maxLength(366))),
    timeZone: z.optional(zTimeZone)
});

export const zHours = z.union([
    zInterval,
    zLocalDay,
    zWeeklyHours
]);

export const zProviderIdPath = zUserId;

export const zSubmitAvailabilityBody = zHours;

export const zSubmitAvailabilityPath = z.strictObject({
    providerId: zUserId
});

export const submitAvailability = {
  operationId: "submitAvailability",
  roles: ["provider","admin"],
  path: zSubmitAvailabilityPath,
  query: z.strictObject({}),
  body: zSubmitAvailabilityBody,
} as const;
