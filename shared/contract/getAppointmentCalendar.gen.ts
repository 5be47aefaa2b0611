// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zGetAppointmentCalendarPath } from "./zod/getAppointmentCalendar/zod.gen.ts";

export const getAppointmentCalendar = {
  operationId: "getAppointmentCalendar",
  roles: ["client","provider","admin"],
  path: zGetAppointmentCalendarPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
