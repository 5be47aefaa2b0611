// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zCancelAppointmentPath } from "./zod/cancelAppointment/zod.gen.ts";

export const cancelAppointment = {
  operationId: "cancelAppointment",
  roles: ["client","provider","admin"],
  path: zCancelAppointmentPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
