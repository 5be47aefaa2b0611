// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zRescheduleAppointmentBody, zRescheduleAppointmentPath } from "./zod/rescheduleAppointment/zod.gen.ts";

export const rescheduleAppointment = {
  operationId: "rescheduleAppointment",
  roles: ["client","admin"],
  path: zRescheduleAppointmentPath,
  query: z.strictObject({}),
  body: zRescheduleAppointmentBody,
} as const;
