/** What the lists of slots read, of one provider or of all, and where they stop. */
import type { Claim } from "../domain/claim.ts";
import { DAY_SECONDS, SLOT_SECONDS } from "../domain/rules.ts";
import { type DaySheet, type ScheduledSlot, scheduledSlots } from "../domain/schedule.ts";
import type { Slot } from "../domain/slot.ts";
import { dayOf, daysBetween, roundUp, startOfDay } from "../domain/time.ts";
import type { Window } from "../domain/window.ts";
import { parseEntry } from "./items.ts";
import { claimSortKey, providerKey, sheetListing } from "./keys.ts";
import { type Asking, asking, items, type Query } from "./query.ts";

/** Yields the sheets and claims that a Query finds. */
export async function* sheetsAndClaims(query: Query, ask: Asking): AsyncGenerator<DaySheet | Claim> {
  for await (const item of items(query, ask)) yield parseEntry(item);
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
  // Enough for a page of claims, and one sheet per day.
  const sheets = Math.min(Math.ceil((window.to - window.from) / DAY_SECONDS) + 1, pageSize);
  yield* inside(scheduledSlots(sheetsAndClaims(query, asking(pageSize + sheets)), now), window);
}

/** One provider's free slots, as `slotsOf`. */
export const freeSlotsOf = (providerId: string, window: Window, pageSize: number, now: number) =>
  free(slotsOf(providerId, window, pageSize, now));

/**
 * After how many sheets and claims a page across providers stops, at the next provider or day: about 40 units. It must be more
 * than one provider has on a day, or a page could end where it began.
 */
const MAX_SEEN = 1000;

/** A sheet, and a claim on each slot of the day. */
const ENTRIES_A_DAY = 1 + DAY_SECONDS / SLOT_SECONDS;

/**
 * All providers' free slots, by UTC day, then provider, then time, from the index, which may lag by milliseconds. Stops after
 * the provider and day with which it has looked at `MAX_SEEN` items, however few of their slots are free.
 *
 * @param after starts after this slot
 * @returns where the next page starts, if it stopped before the end: after this slot, the last of that provider and day
 */
export async function* freeSlotsOfAll(
  window: Window,
  after: Slot | undefined,
  pageSize: number,
  now: number,
): AsyncGenerator<Slot, Slot | undefined> {
  // One for all days, so that many days with little on them take hardly more than a request each.
  // Enough to see the rest of the provider with which it stops, and the next one: the list goes on.
  const ask = asking(pageSize, MAX_SEEN + 2 * ENTRIES_A_DAY);
  let seen = 0;
  let last: Slot | undefined;
  const from = after ? Math.max(window.from, startOfDay(dayOf(after.startsAt))) : window.from;
  for (const day of daysBetween(roundUp(from), window.to)) {
    const startsAt = Math.min(startOfDay(day) + DAY_SECONDS, roundUp(window.to)) - SLOT_SECONDS;
    const listed = after && dayOf(after.startsAt) === day ? after : undefined;
    const query = {
      IndexName: "listing",
      KeyConditionExpression: "listing = :day AND listingKey >= :first",
      ExpressionAttributeValues: {
        ":day": day,
        ":first": sheetListing(listed?.providerId ?? "", day).listingKey,
      },
    };
    for await (const entriesOfOne of byProvider(sheetsAndClaims(query, ask))) {
      if (seen >= MAX_SEEN) return last;
      const [{ providerId }] = entriesOfOne;
      for await (const slot of free(inside(scheduledSlots(entriesOfOne, now), window)))
        if (providerId !== listed?.providerId || slot.startsAt > listed.startsAt) yield slot;
      seen += entriesOfOne.length;
      last = { providerId, startsAt };
    }
  }
  return undefined;
}

type Some<T> = [T, ...T[]];

/** Groups entries that come in order of provider. */
async function* byProvider<E extends DaySheet | Claim>(all: AsyncIterable<E>): AsyncGenerator<Some<E>> {
  let group: Some<E> | undefined;
  for await (const entry of all) {
    if (group?.[0].providerId === entry.providerId) {
      group.push(entry);
      continue;
    }
    if (group) yield group;
    group = [entry];
  }
  if (group) yield group;
}
