// Generated from openapi.yaml by `npm run generate`.

import * as z from "zod/mini";

export const getHealth = {
  operationId: "getHealth",
  path: z.strictObject({}),
  query: z.strictObject({}),
  body: z.undefined(),
} as const;
