import { parseUser, type User } from "./items.ts";
import { profileListing } from "./keys.ts";
import { items } from "./query.ts";

/**
 * The providers in order of userId, from the index, which may lag by milliseconds.
 *
 * @param after begins behind this userId
 * @param few about how many the caller will take
 */
export async function* providersAfter(after: string | undefined, few: number): AsyncGenerator<User> {
  const { listing, listingKey } = profileListing(after ?? "#");
  const query = {
    IndexName: "listing",
    KeyConditionExpression: "listing = :listing AND listingKey > :after",
    ExpressionAttributeValues: { ":listing": listing, ":after": listingKey },
  };
  for await (const item of items(query, few)) yield parseUser(item);
}
