import { confirmAppointment } from "../shared/contract/confirmAppointment.gen.ts";
import { operation } from "../shared/http/operation.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { confirm } from "../shared/store/confirm.ts";

export const handler = operation(confirmAppointment, async ({ path, caller, now }) =>
  ok(appointmentReply(await confirm(path.appointmentId, caller, now))),
);
