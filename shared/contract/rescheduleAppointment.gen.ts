// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { epochSeconds, isInstant, withColon } from "../domain/time.ts";

export const zAppointmentId = z.string().check(z.minLength(1), z.maxLength(400), z.regex(/^[A-Za-z0-9_-]+$/, 'is not an appointmentId; send it as it was given'));

/**
 * RFC 3339 with `Z` or an offset, and with a capital `T` and `Z`. The year, in UTC, is 0000 to 9998; there are no
 * leap seconds. In a query, write the `+` of an offset as `%2B`.
 *
 */
export const zInstant = z.pipe(z.pipe(z.string(), z.transform(withColon)), z.pipe(z.iso.datetime({ offset: true }).check(
      z.maxLength(40),
      z.refine(isInstant, "must be a date and time before the year 9999"),
    ), z.transform(epochSeconds)));

export const zMove = z.strictObject({
    startsAt: zInstant
});

export const zAppointmentIdPath = zAppointmentId;

export const zRescheduleAppointmentBody = zMove;

export const zRescheduleAppointmentPath = z.strictObject({
    appointmentId: zAppointmentId
});

export const rescheduleAppointment = {
  operationId: "rescheduleAppointment",
  roles: ["client","admin"],
  path: zRescheduleAppointmentPath,
  query: z.strictObject({}),
  body: zRescheduleAppointmentBody,
} as const;
