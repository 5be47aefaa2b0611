// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";
import { zCreateUserBody } from "./zod/createUser/zod.gen.ts";

export const createUser = {
  operationId: "createUser",
  roles: ["client","provider","admin"],
  path: z.strictObject({}),
  query: z.strictObject({}),
  body: zCreateUserBody,
} as const;
