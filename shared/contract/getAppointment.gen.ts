// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";

export const zAppointmentId = z.string().check(z.minLength(1), z.maxLength(400), z.regex(/^[A-Za-z0-9_-]+$/, 'is not an appointmentId; send it as it was given'));

export const zAppointmentIdPath = zAppointmentId;

export const zGetAppointmentPath = z.strictObject({
    appointmentId: zAppointmentId
});

export const getAppointment = {
  operationId: "getAppointment",
  roles: ["client","provider","admin"],
  path: zGetAppointmentPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
