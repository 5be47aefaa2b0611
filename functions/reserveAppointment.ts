import { reserveAppointment } from "../shared/contract/reserveAppointment.gen.ts";
import { isAdmin, mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { mustBeOnGrid } from "../shared/http/grid.ts";
import { operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { created, ok } from "../shared/http/success.ts";
import { reserve } from "../shared/store/reserve.ts";

export const handler = operation(reserveAppointment, async ({ body, caller, now }) => {
  const { providerId, startsAt, clientId = caller.userId } = body;
  mustBeSelfOrAdmin(caller, clientId, "reserve-for-oneself");
  if (isAdmin(caller) && body.clientId === undefined)
    throw invalid({ path: "body.clientId", message: "is required when an admin reserves: it says for whom" });
  mustBeOnGrid(startsAt);
  const { appointment, created: isNew } = await reserve({ providerId, startsAt }, clientId, now);
  const reply = appointmentReply(appointment);
  return isNew ? created(reply, appointment.appointmentId) : ok(reply);
});
