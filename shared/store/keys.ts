import type { Slot } from "../domain/slots.ts";
import { dayOf, formatInstant } from "../domain/time.ts";

/** `2027-08-13T12:15Z`: sorts after its day's sheet, `2027-08-13`, and in order of time. */
export const claimSortKey = (startsAt: number) => `${formatInstant(startsAt).slice(0, 16)}Z`;

export const providerKey = (providerId: string) => `PROVIDER#${providerId}`;

export const userKey = (userId: string) => ({
  pk: `USER#${userId}`,
  sk: "PROFILE",
});

export const sheetKey = (providerId: string, day: string) => ({
  pk: providerKey(providerId),
  sk: day,
});

export const claimKey = (providerId: string, startsAt: number) => ({
  pk: providerKey(providerId),
  sk: claimSortKey(startsAt),
});

/** A claim's place in the `byClient` index. */
export const clientKey = (clientId: string, { providerId, startsAt }: Slot) => ({
  clientId,
  ...claimKey(providerId, startsAt),
});

/** A sheet's place in the `listing` index. */
export const sheetListing = (providerId: string, day: string) => ({
  listing: day,
  listingKey: `${providerId}#`,
});

/** A claim's place in the `listing` index, after its sheet. */
export const claimListing = (providerId: string, startsAt: number) => ({
  listing: dayOf(startsAt),
  listingKey: `${providerId}#${formatInstant(startsAt).slice(11, 16)}`,
});

/** A provider's profile's place in the `listing` index. */
export const profileListing = (userId: string) => ({
  listing: "PROVIDERS",
  listingKey: userId,
});
