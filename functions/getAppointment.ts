import { getAppointment } from "../shared/contract/getAppointment.gen.ts";
import { operation } from "../shared/http/operation.ts";
import { appointmentReply, peopleReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { findAppointment } from "../shared/store/appointments.ts";
import { findProfiles } from "../shared/store/users.ts";

export const handler = operation(getAppointment, async ({ path, caller, now }) => {
  const appointment = await findAppointment(path.appointmentId, caller, now);
  const profiles = await findProfiles([appointment.providerId, appointment.clientId]);
  return ok({ ...appointmentReply(appointment), ...peopleReply(appointment, profiles) });
});
