import { listClientAppointments } from "../shared/contract/listClientAppointments.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { END_OF_TIME } from "../shared/domain/time.ts";
import { orderFault } from "../shared/domain/window.ts";
import { appointmentCursors, pageOf } from "../shared/http/cursor.ts";
import { operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { appointmentsOf, type Place } from "../shared/store/client-appointments.ts";

export const handler = operation(
  listClientAppointments,
  async ({ path: { clientId }, query: { limit, cursor, from, to, status }, caller, now }) => {
    mustBeSelfOrAdmin(caller, clientId, "list-own-appointments");
    const fault = from !== undefined && to !== undefined && orderFault(from, to);
    if (fault) throw invalid({ path: "query.to", message: fault });
    const list = { clientId, from, to, status };
    const isInList = ({ startsAt }: Place) => startsAt >= (from ?? 0) && startsAt < (to ?? END_OF_TIME);
    const after = cursor === undefined ? undefined : appointmentCursors.decode(cursor, list, isInList);
    const found = appointmentsOf(clientId, { from, to, after }, status, limit + 1, now);
    const { page, next } = await pageOf(limit, found, ({ startsAt, appointmentId }: Place) =>
      appointmentCursors.encode(list, { startsAt, appointmentId }),
    );
    return ok({ appointments: page.map(appointmentReply), ...next });
  },
);
