import { reserveAppointment } from "../shared/contract/reserveAppointment.gen.ts";
import type { Caller } from "../shared/domain/access.ts";
import { created, ok, operation } from "../shared/http/operation.ts";
import { invalid, Problem } from "../shared/http/problem.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { mustBeOnGrid } from "../shared/http/request.ts";
import { reserve } from "../shared/store/reserve.ts";

export const handler = operation(reserveAppointment, async ({ body, caller, now }) => {
  const clientId = actingFor(caller, body.clientId);
  mustBeOnGrid(body.startsAt);
  const { appointment, created: isNew } = await reserve(body.providerId, body.startsAt, clientId, caller, now);
  const reply = appointmentReply(appointment);
  return isNew ? created(reply, `/appointments/${appointment.appointmentId}`) : ok(reply);
});

/** For whom a caller reserves. */
function actingFor({ userId, role }: Caller, clientId: string | undefined) {
  if (role !== "admin") {
    if (clientId === undefined || clientId === userId) return userId;
    throw new Problem("forbidden", "A client reserves for itself; only an admin names another clientId.");
  }
  if (clientId === undefined)
    throw invalid({
      path: "body.clientId",
      message: "is required of an admin: for whom the slot is",
    });
  return clientId;
}
