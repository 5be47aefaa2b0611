/** The successful replies: a status with its body and its own headers. */
import { createHash } from "node:crypto";
import { isExcludedTag, isExpectedTag, type RequestTags } from "./entity-tags.ts";
import { Problem } from "./problem.ts";

export const ok = <B>(body: B) => ({ status: 200, body }) as const;
/** Without an id, the reply has no `Location`. */
export const created = <B>(body: B, createdId?: string) =>
  ({ status: 201, body, ...(createdId !== undefined && { createdId }) }) as const;
/** A body that is text already. */
export const calendar = (text: string) =>
  ({ status: 200, body: text, headers: { "Content-Type": "text/calendar; charset=utf-8" } }) as const;

export const noContent = () => ({ status: 204, body: undefined }) as const;
export const notModified = () => ({ status: 304, body: undefined }) as const;

/**
 * A calendar with an entity tag, or a 304 if the reader already has this version (RFC 9110, section 13.1.2).
 *
 * @throws Problem version-mismatch if the reader requires another version (section 13.1.1)
 */
export function taggedCalendar(text: string, tags: RequestTags) {
  const tag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  if (!isExpectedTag(tag, tags))
    throw new Problem("version-mismatch", "The feed has changed: its ETag is not one that your If-Match names.");
  const headers = { ETag: tag, "Cache-Control": "private" };
  if (isExcludedTag(tag, tags)) return { ...notModified(), headers };
  const reply = calendar(text);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
