/** Calendar feeds: each person has one at most. Of its secret only a hash is stored. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { decodeFeedKey, encodeFeedKey, SECRET_BYTES } from "../domain/feed-key.ts";
import { Refusal } from "../domain/refusal.ts";
import { FEED_SECONDS } from "../domain/rules.ts";
import { type Expression, either, ifAbsent, ifExpired } from "./conditions.ts";
import { secretHashIn } from "./items.ts";
import { feedItemKey } from "./keys.ts";
import { get } from "./read.ts";
import { put, putOf, update, updateOf } from "./write.ts";

/**
 * Makes a person's feed, in place of the one before.
 *
 * @param now epoch seconds
 * @throws Refusal forbidden for a user who was deleted lately
 */
export async function createFeed(userId: string, now: number) {
  const secret = randomBytes(SECRET_BYTES);
  const expiresAt = now + FEED_SECONDS;
  const item = { ...feedItemKey(userId), secretHash: hashOf(secret).toString("base64url"), expiresAt };
  const ifNotDeleted = either(ifAbsent("deletedAt"), ifExpired(now));
  const refused = await put(putOf(item, ifNotDeleted));
  if (refused) throw new Refusal("forbidden", { rule: "feed-for-deleted" });
  return { feedKey: encodeFeedKey({ userId, secret }), expiresAt };
}

/** Revokes a person's feed, if there is one: its hash is deleted at once, the rest is left to TTL. */
export async function revokeFeed(userId: string, now: number): Promise<void> {
  const change = { expression: "REMOVE secretHash SET expiresAt = :now", values: { ":now": now } };
  await update(updateOf(feedItemKey(userId), change, ifFeed));
}

/** It is a feed, not the mark of a deleted user. */
const ifFeed: Expression = { expression: "attribute_exists(secretHash)" };

/**
 * Whose feed a key opens. Costs one read.
 *
 * @param now epoch seconds
 * @throws Refusal not-found, the same for a key that was revoked, has ended, was guessed or is not one of our keys
 */
export async function personOf(feedKey: string, now: number): Promise<string> {
  const decoded = decodeFeedKey(feedKey);
  if (!decoded) throw noSuchFeed();
  const stored = secretHashIn(await get(feedItemKey(decoded.userId)), now);
  if (stored === undefined || !timingSafeEqual(Buffer.from(stored, "base64url"), hashOf(decoded.secret)))
    throw noSuchFeed();
  return decoded.userId;
}

const noSuchFeed = () => new Refusal("not-found", { what: "feed" });

/** A secret of 256 random bits needs no slow hash. */
const hashOf = (secret: Uint8Array) => createHash("sha256").update(secret).digest();
