import type { User } from "../domain/user.ts";
import { parseUser } from "./items.ts";
import { profileListing } from "./keys.ts";
import { limits, queryItems } from "./query.ts";

/**
 * The providers in order of userId, from the index, which may lag by milliseconds.
 *
 * @param after starts after this userId
 * @param pageSize about how many the caller will take
 */
export async function* providersAfter(after: string | undefined, pageSize: number): AsyncGenerator<User> {
  const { listing, listingKey } = profileListing(after ?? "#");
  const query = {
    IndexName: "listing",
    KeyConditionExpression: "listing = :listing AND listingKey > :after",
    ExpressionAttributeValues: { ":listing": listing, ":after": listingKey },
  };
  for await (const item of queryItems(query, limits(pageSize))) yield parseUser(item);
}
