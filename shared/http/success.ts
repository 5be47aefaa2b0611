/** The successful replies: a status with its body and its own headers. */
import { createHash } from "node:crypto";

export const ok = <B>(body: B) => ({ status: 200, body }) as const;
/** Without an id, the reply has no `Location`. */
export const created = <B>(body: B, createdId?: string) =>
  ({ status: 201, body, ...(createdId !== undefined && { createdId }) }) as const;
/** A body that is text already. */
export const calendar = (text: string) =>
  ({ status: 200, body: text, headers: { "Content-Type": "text/calendar; charset=utf-8" } }) as const;

export const noContent = () => ({ status: 204, body: undefined }) as const;
export const notModified = () => ({ status: 304, body: undefined }) as const;

/** A calendar with an entity tag. Only its reader may keep it. */
export function taggedCalendar(text: string) {
  const { headers, ...reply } = calendar(text);
  const tag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  return { ...reply, headers: { ...headers, ETag: tag, "Cache-Control": "private" } };
}
