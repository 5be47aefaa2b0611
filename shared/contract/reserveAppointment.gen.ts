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

export const zReservation = z.strictObject({
    providerId: zUserId,
    startsAt: zInstant,
    clientId: z.optional(zUserId)
});

export const zReserveAppointmentBody = zReservation;

export const reserveAppointment = {
  operationId: "reserveAppointment",
  roles: ["client","admin"],
  path: z.strictObject({}),
  query: z.strictObject({}),
  body: zReserveAppointmentBody,
} as const;
