// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zGetSchedulePath, zGetScheduleQuery } from "./zod/getSchedule/zod.gen.ts";

export const getSchedule = {
  operationId: "getSchedule",
  roles: ["provider","admin"],
  path: zGetSchedulePath,
  query: zGetScheduleQuery,
  body: z.undefined(),
} as const;
