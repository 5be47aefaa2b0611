import { cancelAppointment } from "../shared/contract/cancelAppointment.gen.ts";
import { operation } from "../shared/http/operation.ts";
import { noContent } from "../shared/http/success.ts";
import { cancel } from "../shared/store/cancel.ts";

export const handler = operation(cancelAppointment, async ({ path, caller, now }) => {
  await cancel(path.appointmentId, caller, now);
  return noContent();
});
