// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zGetAppointmentPath } from "./zod/getAppointment/zod.gen.ts";

export const getAppointment = {
  operationId: "getAppointment",
  roles: ["client","provider","admin"],
  path: zGetAppointmentPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
