import { listClientAppointments } from "../shared/contract/listClientAppointments.gen.ts";
import { slotPlace } from "../shared/cursor.ts";
import type { Appointment } from "../shared/domain/claim.ts";
import { ok, operation } from "../shared/operation.ts";
import { cursorsOf, firstOf } from "../shared/page.ts";
import { invalid, Problem } from "../shared/problem.ts";
import { appointmentReply } from "../shared/replies.ts";
import { appointmentsOf } from "../shared/store/client-appointments.ts";

const cursors = cursorsOf(slotPlace);

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
    const after = cursor === undefined ? undefined : cursors.decode(cursor, list);
    const found = await firstOf(
      limit + 1,
      having(status, appointmentsOf(clientId, { from, to, after }, limit + 1, now)),
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return ok({
      appointments: page.map(appointmentReply),
      ...(found.length > limit && last && { nextCursor: cursors.encode(list, placeOf(last)) }),
    });
  },
);

const placeOf = ({ providerId, startsAt }: Appointment) => ({ providerId, startsAt });

async function* having(status: Appointment["status"] | undefined, appointments: AsyncIterable<Appointment>) {
  for await (const appointment of appointments)
    if (status === undefined || appointment.status === status) yield appointment;
}
