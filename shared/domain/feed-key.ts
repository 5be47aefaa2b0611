/**
 * A calendar feed's key carries its secret, 256 random bits, and whose feed it is. docs/calendar.md says who can see it, and
 * what keeps it out of the logs.
 */
import { isUserId } from "./user-id.ts";

export const SECRET_BYTES = 32;

interface FeedKey {
  userId: string;
  secret: Uint8Array;
}

/** Packs a secret and a userId into base64url. */
export const encodeFeedKey = ({ userId, secret }: FeedKey) =>
  Buffer.concat([secret, Buffer.from(userId, "latin1")]).toString("base64url");

/** What a key carries, or undefined if the text is not one of our keys. Each key has exactly one spelling. */
export function decodeFeedKey(feedKey: string): FeedKey | undefined {
  const bytes = Buffer.from(feedKey, "base64url");
  const userId = bytes.toString("latin1", SECRET_BYTES);
  if (!isUserId(userId) || bytes.toString("base64url") !== feedKey) return undefined;
  return { userId, secret: bytes.subarray(0, SECRET_BYTES) };
}
