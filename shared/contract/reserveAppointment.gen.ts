// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zReserveAppointmentBody } from "./zod/reserveAppointment/zod.gen.ts";

export const reserveAppointment = {
  operationId: "reserveAppointment",
  roles: ["client","admin"],
  path: z.strictObject({}),
  query: z.strictObject({}),
  body: zReserveAppointmentBody,
} as const;
