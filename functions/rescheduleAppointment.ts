import { rescheduleAppointment } from "../shared/contract/rescheduleAppointment.gen.ts";
import { ok, operation } from "../shared/http/operation.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { mustBeOnGrid } from "../shared/http/request.ts";
import { reschedule } from "../shared/store/reschedule.ts";

export const handler = operation(rescheduleAppointment, async ({ path, body, caller, now }) => {
  mustBeOnGrid(body.startsAt);
  return ok(appointmentReply(await reschedule(path.appointmentId, body.startsAt, caller, now)));
});
