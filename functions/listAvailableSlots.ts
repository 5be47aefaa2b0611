import { listAvailableSlots } from "../shared/contract/listAvailableSlots.gen.ts";
import { decodeCursor, encodeCursor, type ListQuery } from "../shared/cursor.ts";
import { SLOT_SECONDS } from "../shared/domain/rules.ts";
import type { Slot } from "../shared/domain/slots.ts";
import { defaultEnd, earliestStart, intervalFault, type Window } from "../shared/domain/window.ts";
import { ok, operation } from "../shared/operation.ts";
import { firstOf } from "../shared/page.ts";
import { invalid } from "../shared/problem.ts";
import { slotReply } from "../shared/replies.ts";
import { freeSlotsOf, freeSlotsOfAll } from "../shared/store/slots.ts";

export const handler = operation(listAvailableSlots, async ({ query: { limit, cursor, ...query }, now }) => {
  const { window, after } = cursor ? resumed(cursor, query, now) : begun(query, now);
  if (window.to <= window.from) return ok({ slots: [] });
  const slots = await firstOf(limit + 1, freeSlots(query, window, after, limit + 1, now));
  const page = slots.slice(0, limit);
  const last = page.at(-1);
  const more = slots.length > limit && last && { nextCursor: encodeCursor(query, window.to, last) };
  return ok({ slots: page.map(slotReply), ...more });
});

interface Page {
  window: Window;
  after?: Slot;
}

/** A list's first page. What cannot be reserved any more is not looked for. */
function begun({ from, to }: ListQuery, now: number): Page {
  const earliest = earliestStart(now);
  const fault = to !== undefined && (from !== undefined || to > earliest) && intervalFault(from ?? earliest, to);
  if (fault) throw invalid({ path: "query.to", message: fault });
  const start = Math.max(from ?? earliest, earliest);
  return { window: { from: start, to: to ?? defaultEnd(start) } };
}

/** A later page: the same list, from behind the last slot listed. */
function resumed(cursor: string, query: ListQuery, now: number): Page {
  const { to, after } = decodeCursor(cursor, query);
  const from = Math.max(query.from ?? 0, earliestStart(now));
  return { window: { from, to }, after };
}

function freeSlots({ providerId }: ListQuery, window: Window, after: Slot | undefined, few: number, now: number) {
  if (providerId === undefined) return freeSlotsOfAll(window, after, few, now);
  const from = after ? Math.max(window.from, after.startsAt + SLOT_SECONDS) : window.from;
  return freeSlotsOf(providerId, { ...window, from }, few, now);
}
