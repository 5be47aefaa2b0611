/** Reads lists of slots, of one provider or of all providers, and decides where a page stops. */
import type { Claim } from "../domain/claim.ts";
import { DAY_SECONDS, SLOT_SECONDS } from "../domain/rules.ts";
import { type DaySheet, type ScheduledSlot, scheduledSlots } from "../domain/schedule.ts";
import type { Slot } from "../domain/slot.ts";
import { dayOf, daysBetween, roundUp, startOfDay } from "../domain/time.ts";
import type { Window } from "../domain/window.ts";
import { parseEntry } from "./items.ts";
import { claimSortKey, sheetListing } from "./keys.ts";
import { entriesBetween, type Limits, limits, type Query, queryItems } from "./query.ts";

/** Yields the sheets and claims that a Query finds. */
export async function* sheetsAndClaims(query: Query, limits: Limits): AsyncGenerator<DaySheet | Claim> {
  for await (const item of queryItems(query, limits)) yield parseEntry(item);
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
  const query = entriesBetween(providerId, dayOf(window.from), claimSortKey(roundUp(window.to) - SLOT_SECONDS));
  // Enough for a page of claims, and one sheet per day.
  const sheets = Math.min(Math.ceil((window.to - window.from) / DAY_SECONDS) + 1, pageSize);
  yield* inside(scheduledSlots(sheetsAndClaims(query, limits(pageSize + sheets)), now), window);
}

/** One provider's free slots, as `slotsOf`. */
export const freeSlotsOf = (providerId: string, window: Window, pageSize: number, now: number) =>
  free(slotsOf(providerId, window, pageSize, now));

/**
 * A page across providers stops where the provider or the day changes, once this many sheets and claims are read: about 40
 * read units. It must be more than one provider can have on a day, or a page could end where it began.
 */
const MAX_SEEN = 1000;

/** The most items that one provider has on a day: a sheet, and a claim on each slot. */
const MAX_ENTRIES_PER_DAY = 1 + DAY_SECONDS / SLOT_SECONDS;

/**
 * All providers' free slots, by UTC day, then provider, then time, from the index, which may lag by milliseconds. Once it has
 * read `MAX_SEEN` items, it stops after the provider and day that it has reached, however few of the slots were free.
 *
 * @param after starts after this slot
 * @returns if it stopped before the end, the last slot of that provider and day: the next page starts after it
 */
export async function* freeSlotsOfAll(
  window: Window,
  after: Slot | undefined,
  pageSize: number,
  now: number,
): AsyncGenerator<Slot, Slot | undefined> {
  // One budget for all days: each Query asks for more than the one before, so that nearly empty days take one request each. It
  // exceeds `MAX_SEEN` by two providers' days: one to finish the provider where the page stops, one to see that another follows.
  const pageLimits = limits(pageSize, MAX_SEEN + 2 * MAX_ENTRIES_PER_DAY);
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
    for await (const entriesOfProvider of byProvider(sheetsAndClaims(query, pageLimits))) {
      if (seen >= MAX_SEEN) return last;
      const [{ providerId }] = entriesOfProvider;
      for await (const slot of free(inside(scheduledSlots(entriesOfProvider, now), window)))
        if (providerId !== listed?.providerId || slot.startsAt > listed.startsAt) yield slot;
      seen += entriesOfProvider.length;
      last = { providerId, startsAt };
    }
  }
  return undefined;
}

type NonEmpty<T> = [T, ...T[]];

/** Groups entries that come in order of provider. */
async function* byProvider<E extends DaySheet | Claim>(all: AsyncIterable<E>): AsyncGenerator<NonEmpty<E>> {
  let group: NonEmpty<E> | undefined;
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
