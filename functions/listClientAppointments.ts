import { listClientAppointments } from "../shared/contract/listClientAppointments.gen.ts";
import type { Appointment } from "../shared/domain/claim.ts";
import type { Slot } from "../shared/domain/slots.ts";
import { END_OF_TIME } from "../shared/domain/time.ts";
import { ok, operation } from "../shared/http/operation.ts";
import { pageOf, slotCursors } from "../shared/http/page.ts";
import { invalid, Problem } from "../shared/http/problem.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { appointmentsOf } from "../shared/store/client-appointments.ts";

export const handler = operation(
  listClientAppointments,
  async ({ path, query: { limit, cursor, ...query }, caller, now }) => {
    const { clientId } = path;
    if (caller.role !== "admin" && caller.userId !== clientId)
      throw new Problem("forbidden", "You list your own appointments only.");
    const { from, to, status } = query;
    if (from !== undefined && to !== undefined && to <= from)
      throw invalid({ path: "query.to", message: "must be later than the start" });
    const list = { clientId, from, to, status };
    const isInList = ({ startsAt }: Slot) => startsAt >= (from ?? 0) && startsAt < (to ?? END_OF_TIME);
    const after = cursor === undefined ? undefined : slotCursors.decode(cursor, list, isInList);
    const found = having(status, appointmentsOf(clientId, { from, to, after }, limit + 1, now));
    const { page, next } = await pageOf(limit, found, ({ providerId, startsAt }) =>
      slotCursors.encode(list, { providerId, startsAt }),
    );
    return ok({ appointments: page.map(appointmentReply), ...next });
  },
);

async function* having(status: Appointment["status"] | undefined, appointments: AsyncIterable<Appointment>) {
  for await (const appointment of appointments)
    if (status === undefined || appointment.status === status) yield appointment;
}
