/** The keys of the table's items, and their places in its indexes. `table.ts` lists the items. */
import type { Slot } from "../domain/slot.ts";
import { dayOf, formatInstant } from "../domain/time.ts";

export interface Key {
  pk: string;
  sk: string;
}

/** `2027-08-13T12:15Z`: sorts after its day's sheet, `2027-08-13`, and in order of time. */
export const claimSortKey = (startsAt: number) => `${formatInstant(startsAt).slice(0, 16)}Z`;

/** What the partition key of a provider's sheets and claims begins with. */
export const PROVIDER = "PROVIDER#";

export const providerPartition = (providerId: string) => PROVIDER + providerId;

export const userKey = (userId: string): Key => ({ pk: `USER#${userId}`, sk: "PROFILE" });

/** Where a person's calendar feed is, or the mark that it ended for good. */
export const feedItemKey = (userId: string): Key => ({ ...userKey(userId), sk: "FEED" });

export const sheetKey = (providerId: string, day: string): Key => ({ pk: providerPartition(providerId), sk: day });

export const claimKey = ({ providerId, startsAt }: Slot): Key => ({
  pk: providerPartition(providerId),
  sk: claimSortKey(startsAt),
});

/** Where a cancelled appointment is kept once its slot was taken. */
export const recordKey = (appointmentId: string): Key => ({ pk: `PAST#${appointmentId}`, sk: "PAST" });

/** Orders a client's appointments by time. In the `byClient` index, a cancelled one has `CANCELLED` before it. */
export const appointmentSortKey = ({ startsAt, appointmentId }: { startsAt: number; appointmentId: string }) =>
  `${claimSortKey(startsAt)}#${appointmentId}`;

/** What a cancelled appointment's sort key in that index begins with, so that a Query can leave cancelled ones out. */
export const CANCELLED = "cancelled#";

/** What all other appointments' sort keys there begin with: nothing before their time. */
export const UNCANCELLED = "";

/** A sheet's place in the `listing` index. */
export const sheetListing = (providerId: string, day: string) => ({ listing: day, listingKey: `${providerId}#` });

/** A claim's place in the `listing` index, after its sheet. */
export const claimListing = ({ providerId, startsAt }: Slot) => ({
  listing: dayOf(startsAt),
  listingKey: `${providerId}#${formatInstant(startsAt).slice(11, 16)}`,
});

/** A provider's profile's place in the `listing` index. */
export const profileListing = (userId: string) => ({ listing: "PROVIDERS", listingKey: userId });
