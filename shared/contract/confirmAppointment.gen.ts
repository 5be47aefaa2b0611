// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zConfirmAppointmentPath } from "./zod/confirmAppointment/zod.gen.ts";

export const confirmAppointment = {
  operationId: "confirmAppointment",
  roles: ["client","admin"],
  path: zConfirmAppointmentPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
