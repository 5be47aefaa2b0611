// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zListAvailableSlotsQuery } from "./zod/listAvailableSlots/zod.gen.ts";

export const listAvailableSlots = {
  operationId: "listAvailableSlots",
  roles: ["client","provider","admin"],
  path: z.strictObject({}),
  query: zListAvailableSlotsQuery,
  body: z.undefined(),
} as const;
