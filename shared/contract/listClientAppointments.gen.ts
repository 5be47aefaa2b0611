// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zListClientAppointmentsPath, zListClientAppointmentsQuery } from "./zod/listClientAppointments/zod.gen.ts";

export const listClientAppointments = {
  operationId: "listClientAppointments",
  roles: ["client","provider","admin"],
  path: zListClientAppointmentsPath,
  query: zListClientAppointmentsQuery,
  body: z.undefined(),
} as const;
