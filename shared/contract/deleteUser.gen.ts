// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zDeleteUserPath } from "./zod/deleteUser/zod.gen.ts";

export const deleteUser = {
  operationId: "deleteUser",
  roles: ["client","provider","admin"],
  path: zDeleteUserPath,
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
