import { getHealth } from "../shared/contract/getHealth.gen.ts";
import { version } from "../shared/contract/operations.gen.ts";
import { formatInstant } from "../shared/domain/time.ts";
import { TZDATA } from "../shared/domain/zones.gen.ts";
import { publicOperation } from "../shared/http/public-operation.ts";
import { ok } from "../shared/http/success.ts";

export const handler = publicOperation(getHealth, async ({ now }) =>
  ok({ version, tzdata: TZDATA, time: formatInstant(now) }),
);
