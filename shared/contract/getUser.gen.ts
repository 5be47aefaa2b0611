// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zGetUserPath } from "./zod/getUser/zod.gen.ts";

export const getUser = {
  operationId: "getUser",
  roles: ["client","provider","admin"],
  path: zGetUserPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
