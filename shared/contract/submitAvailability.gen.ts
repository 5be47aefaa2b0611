// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zSubmitAvailabilityBody, zSubmitAvailabilityPath } from "./zod/submitAvailability/zod.gen.ts";

export const submitAvailability = {
  operationId: "submitAvailability",
  roles: ["provider","admin"],
  path: zSubmitAvailabilityPath,
  query: z.strictObject({}),
  body: zSubmitAvailabilityBody,
} as const;
