import { getSchedule } from "../shared/contract/getSchedule.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { isAppointment } from "../shared/domain/claim.ts";
import { SLOT_SECONDS } from "../shared/domain/rules.ts";
import type { ScheduledSlot } from "../shared/domain/schedule.ts";
import { endOf, type Slot } from "../shared/domain/slot.ts";
import { defaultEnd, intervalFault, type Window } from "../shared/domain/window.ts";
import { isAmong, pageOf, windowCursors } from "../shared/http/cursor.ts";
import { operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { scheduledSlotReply } from "../shared/http/replies.ts";
import type { ParsedRequest } from "../shared/http/request.ts";
import { ok } from "../shared/http/success.ts";
import { slotsOf } from "../shared/store/slots.ts";
import { findProfiles } from "../shared/store/users.ts";

export const handler = operation(getSchedule, async ({ path, query: { limit, cursor, from, to }, caller, now }) => {
  mustBeSelfOrAdmin(caller, path.providerId, "manage-own-hours");
  const query = { ...path, from, to };
  const window = cursor ? nextWindow(cursor, query) : firstWindow(query, now);
  const slots = withoutPast(slotsOf(path.providerId, window, limit + 1, now), now);
  const { page, next } = await pageOf(limit, slots, ({ providerId, startsAt }: Slot) =>
    windowCursors.encode(query, { to: window.to, after: { providerId, startsAt } }),
  );
  const profiles = await findProfiles(clientsOf(page));
  return ok({ slots: page.map(scheduledSlotReply(profiles)), ...next });
});

const clientsOf = (slots: ScheduledSlot[]) =>
  slots.flatMap(({ owner }) => (owner && isAppointment(owner) ? owner.clientId : []));

type Parsed = ParsedRequest<typeof getSchedule>;
/** The path and the query without paging. */
type ScheduleQuery = Parsed["path"] & Omit<Parsed["query"], "limit" | "cursor">;

function firstWindow({ from, to }: ScheduleQuery, now: number): Window {
  const start = from ?? now;
  const end = to ?? defaultEnd(start);
  const fault = intervalFault(start, end);
  if (fault) throw invalid({ path: "query.to", message: fault });
  return { from: start, to: end };
}

function nextWindow(cursor: string, query: ScheduleQuery): Window {
  const { to, after } = windowCursors.decode(cursor, query, isAmong(query));
  return { from: after.startsAt + SLOT_SECONDS, to };
}

/** Leaves out past slots that nobody owns, so that no reply depends on when DynamoDB deletes an old sheet or block. */
async function* withoutPast(slots: AsyncIterable<ScheduledSlot>, now: number) {
  for await (const slot of slots) if (slot.owner || endOf(slot.startsAt) > now) yield slot;
}
