// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zWithdrawAvailabilityPath, zWithdrawAvailabilityQuery } from "./zod/withdrawAvailability/zod.gen.ts";

export const withdrawAvailability = {
  operationId: "withdrawAvailability",
  roles: ["provider","admin"],
  path: zWithdrawAvailabilityPath,
  query: zWithdrawAvailabilityQuery,
  body: z.undefined(),
} as const;
