import { listAvailableSlots } from "../shared/contract/listAvailableSlots.gen.ts";
import { SLOT_SECONDS } from "../shared/domain/rules.ts";
import type { Slot } from "../shared/domain/slot.ts";
import { defaultEnd, earliestStart, intervalFault, type Window } from "../shared/domain/window.ts";
import { isAmong, pageOf, windowCursors } from "../shared/http/cursor.ts";
import { dayIn, mustHaveDateOnly } from "../shared/http/day.ts";
import { operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { localSlotReply, slotReply } from "../shared/http/replies.ts";
import type { ParsedRequest } from "../shared/http/request.ts";
import { ok } from "../shared/http/success.ts";
import { freeSlotsOf, freeSlotsOfAll } from "../shared/store/slots.ts";

export const handler = operation(listAvailableSlots, async ({ query: { limit, cursor, ...query }, now }) => {
  const { window, after } = cursor ? nextPage(cursor, query, now) : firstPage(query, now);
  if (window.to <= window.from) return ok({ slots: [] });
  const slots = freeSlots(query, window, after, limit + 1, now);
  const { page, next } = await pageOf(limit, slots, ({ providerId, startsAt }: Slot) =>
    windowCursors.encode(query, { to: window.to, after: { providerId, startsAt } }),
  );
  const reply = query.timeZone === undefined ? slotReply : localSlotReply(query.timeZone);
  return ok({ slots: page.map(reply), ...next });
});

/** The query without paging. */
type ListQuery = Omit<ParsedRequest<typeof listAvailableSlots>["query"], "limit" | "cursor">;

interface Page {
  window: Window;
  /** The last slot of the page before. Only a list of all providers needs it: its window does not say where the page begins. */
  after?: Slot;
}

/** The first page: it starts with what can still be reserved. */
function firstPage(query: ListQuery, now: number): Page {
  const interval = askedInterval(query);
  const { from, to } = interval;
  const earliest = earliestStart(now);
  const fault = faultOf(interval, earliest);
  if (fault) throw invalid({ path: "query.to", message: fault });
  const start = Math.max(from ?? earliest, earliest);
  return { window: { from: start, to: to ?? defaultEnd(start) } };
}

function faultOf({ from, to }: Partial<Window>, earliest: number) {
  if (to === undefined) return undefined;
  // Not a fault: every slot before `to` is too near, so the list is empty.
  if (from === undefined && to <= earliest) return undefined;
  return intervalFault(from ?? earliest, to);
}

/** A later page: the same list, from where the cursor points. */
function nextPage(cursor: string, query: ListQuery, now: number): Page {
  const { providerId } = query;
  const interval = askedInterval(query);
  const { to, after } = windowCursors.decode(cursor, query, isAmong({ providerId, ...interval }));
  const from = Math.max(interval.from ?? 0, earliestStart(now));
  if (providerId === undefined) return { window: { from, to }, after };
  return { window: { from: Math.max(from, after.startsAt + SLOT_SECONDS), to } };
}

/** The interval that the query asks for, by its ends or as a day. */
function askedInterval({ from, to, date, timeZone = "UTC" }: ListQuery): Partial<Window> {
  if (date === undefined) return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  mustHaveDateOnly({ from, to });
  return dayIn(timeZone, date);
}

function freeSlots({ providerId }: ListQuery, window: Window, after: Slot | undefined, pageSize: number, now: number) {
  if (providerId === undefined) return freeSlotsOfAll(window, after, pageSize, now);
  return freeSlotsOf(providerId, window, pageSize, now);
}
