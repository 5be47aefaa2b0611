import { rescheduleAppointment } from "../shared/contract/rescheduleAppointment.gen.ts";
import { mustBeOnGrid } from "../shared/http/grid.ts";
import { operation } from "../shared/http/operation.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { move } from "../shared/store/move.ts";

export const handler = operation(rescheduleAppointment, async ({ path, body, caller, now }) => {
  mustBeOnGrid(body.startsAt);
  return ok(appointmentReply(await move(path.appointmentId, body.startsAt, caller, now)));
});
