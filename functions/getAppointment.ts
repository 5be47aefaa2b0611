import { getAppointment } from "../shared/contract/getAppointment.gen.ts";
import { operation } from "../shared/http/operation.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { findAppointment } from "../shared/store/appointments.ts";

export const handler = operation(getAppointment, async ({ path, caller, now }) =>
  ok(appointmentReply(await findAppointment(path.appointmentId, caller, now))),
);
