import { withdrawAvailability } from "../shared/contract/withdrawAvailability.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { formatInstant, roundDown, roundUp } from "../shared/domain/time.ts";
import { intervalFault, type Window } from "../shared/domain/window.ts";
import { dayIn, mustHaveDateOnly } from "../shared/http/day.ts";
import { operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { profileZone } from "../shared/http/profile-zone.ts";
import { appointmentReply } from "../shared/http/replies.ts";
import type { ParsedRequest } from "../shared/http/request.ts";
import { ok } from "../shared/http/success.ts";
import { findProfile } from "../shared/store/users.ts";
import { withdraw } from "../shared/store/withdraw.ts";

export const handler = operation(withdrawAvailability, async ({ path: { providerId }, query, caller, now }) => {
  mustBeSelfOrAdmin(caller, providerId, "manage-own-hours");
  const { timeZone, ...asked } = query.date === undefined ? interval(query) : await day(providerId, query);
  const window = wholeSlotsAhead(asked, query.date === undefined ? "query.to" : "query.date", now);
  const { withdrawn, appointments } = await withdraw(providerId, window, now);
  return ok({
    providerId,
    from: formatInstant(window.from),
    to: formatInstant(window.to),
    ...(timeZone !== undefined && { timeZone }),
    withdrawn,
    appointments: appointments.map(appointmentReply),
  });
});

type Query = ParsedRequest<typeof withdrawAvailability>["query"];
type Asked = Window & { timeZone?: string };

function interval({ from, to, timeZone }: Query): Asked {
  const faults = [
    ...(from === undefined ? [{ path: "query.from", message: "is required, unless you send date" }] : []),
    ...(to === undefined ? [{ path: "query.to", message: "is required, unless you send date" }] : []),
    ...(timeZone === undefined ? [] : [{ path: "query.timeZone", message: "can only be sent with date" }]),
  ];
  if (from === undefined || to === undefined || faults.length > 0) throw invalid(...faults);
  const fault = intervalFault(from, to);
  if (fault) throw invalid({ path: "query.to", message: fault });
  return { from, to };
}

async function day(providerId: string, { date = "", from, to, timeZone }: Query): Promise<Asked> {
  mustHaveDateOnly({ from, to });
  const zone = timeZone ?? profileZone("query.timeZone", await findProfile(providerId));
  return { ...dayIn(zone, date), timeZone: zone };
}

/** Widens a window to whole slots and cuts off those that have begun. Throws Problem invalid-request if none is left. */
function wholeSlotsAhead({ from, to }: Window, path: string, now: number): Window {
  const window = { from: Math.max(roundDown(from), roundUp(now)), to: roundUp(to) };
  if (window.to <= window.from) throw invalid({ path, message: "has passed: every slot in it has begun" });
  return window;
}
