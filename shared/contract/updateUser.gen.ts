// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zUpdateUserBody, zUpdateUserPath } from "./zod/updateUser/zod.gen.ts";

export const updateUser = {
  operationId: "updateUser",
  roles: ["client","provider","admin"],
  path: zUpdateUserPath,
  query: z.strictObject({}),
  body: zUpdateUserBody,
} as const;
