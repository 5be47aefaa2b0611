import type { Claim } from "../domain/claim.ts";
import { SLOT_SECONDS } from "../domain/rules.ts";
import type { Slot } from "../domain/slot.ts";
import { type DaySheet, type ScheduledSlot, scheduledSlots } from "../domain/slots.ts";
import { dayOf, daysBetween, roundUp, startOfDay } from "../domain/time.ts";
import type { Window } from "../domain/window.ts";
import { parseEntry } from "./items.ts";
import { claimSortKey, providerKey, sheetListing } from "./keys.ts";
import { items, type Query } from "./query.ts";

/** Yields the sheets and claims that a Query finds. */
export async function* entries(query: Query, pageSize: number): AsyncGenerator<DaySheet | Claim> {
  for await (const item of items(query, pageSize)) yield parseEntry(item);
}

const inside = async function* <S extends Slot>(slots: AsyncIterable<S>, { from, to }: Window) {
  for await (const slot of slots) if (slot.startsAt >= from && slot.startsAt < to) yield slot;
};

const free = async function* (slots: AsyncIterable<ScheduledSlot>): AsyncGenerator<Slot> {
  for await (const { owner, providerId, startsAt } of slots) if (!owner) yield { providerId, startsAt };
};

/**
 * One provider's slots, offered or owned, in order of time, strongly consistent.
 *
 * @param pageSize about how many the caller will take
 * @param now epoch seconds
 */
export async function* slotsOf(
  providerId: string,
  window: Window,
  pageSize: number,
  now: number,
): AsyncGenerator<ScheduledSlot> {
  if (window.to <= window.from) return;
  const query = {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: {
      ":pk": providerKey(providerId),
      ":first": dayOf(window.from),
      ":last": claimSortKey(roundUp(window.to) - SLOT_SECONDS),
    },
    ConsistentRead: true,
  };
  yield* inside(scheduledSlots(entries(query, pageSize), now), window);
}

/** One provider's free slots, as `slotsOf`. */
export const freeSlotsOf = (providerId: string, window: Window, pageSize: number, now: number) =>
  free(slotsOf(providerId, window, pageSize, now));

/**
 * All providers' free slots, by UTC day, then provider, then time, from the index, which may lag by milliseconds.
 *
 * @param after starts after this slot
 */
export async function* freeSlotsOfAll(
  window: Window,
  after: Slot | undefined,
  pageSize: number,
  now: number,
): AsyncGenerator<Slot> {
  const from = after ? Math.max(window.from, startOfDay(dayOf(after.startsAt))) : window.from;
  for (const day of daysBetween(from, window.to)) {
    const last = after && dayOf(after.startsAt) === day ? after : undefined;
    const query = {
      IndexName: "listing",
      KeyConditionExpression: "listing = :day AND listingKey >= :first",
      ExpressionAttributeValues: {
        ":day": day,
        ":first": sheetListing(last?.providerId ?? "", day).listingKey,
      },
    };
    for await (const slot of free(inside(scheduledSlots(entries(query, pageSize), now), window))) {
      const listed = slot.providerId === last?.providerId && slot.startsAt <= last.startsAt;
      if (!listed) yield slot;
    }
  }
}
