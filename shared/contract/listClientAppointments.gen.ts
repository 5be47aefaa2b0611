// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { epochSeconds, isInstant, withColon } from "../domain/time.ts";

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
 * Send it back as `cursor` for the next page. The last page has none.
 */
export const zNextCursor = z.string().check(z.minLength(1), z.maxLength(2000), z.regex(/^[A-Za-z0-9_-]+$/, 'is not one of ours; send nextCursor as it was given'));

export const zAppointmentStatus = z.enum([
    'reserved',
    'confirmed',
    'cancelled'
]);

export const zClientIdPath = zUserId;

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

export const zListClientAppointmentsPath = z.strictObject({
    clientId: zUserId
});

export const zListClientAppointmentsQuery = z.strictObject({
    from: z.optional(zInstant),
    to: z.optional(zInstant),
    status: z.optional(zAppointmentStatus),
    limit: z._default(z.optional(z.pipe(
    z.pipe(z.string().check(z.regex(/^-?\d{1,9}$/, "must be a whole number")), z.transform(Number)),
    z.int().check(z.gte(1), z.lte(500)),
  )), 100),
    cursor: z.optional(zNextCursor)
});

export const listClientAppointments = {
  operationId: "listClientAppointments",
  roles: ["client","provider","admin"],
  path: zListClientAppointmentsPath,
  query: zListClientAppointmentsQuery,
  body: z.undefined(),
} as const;
