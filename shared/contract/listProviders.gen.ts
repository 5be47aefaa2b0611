// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zListProvidersQuery } from "./zod/listProviders/zod.gen.ts";

export const listProviders = {
  operationId: "listProviders",
  roles: ["client","provider","admin"],
  path: z.strictObject({}),
  query: zListProvidersQuery,
  body: z.undefined(),
} as const;
