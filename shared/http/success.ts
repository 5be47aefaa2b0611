/** The successful replies: a status with its body and its own headers. */

export const ok = <B>(body: B) => ({ status: 200, body }) as const;
/** Without an id, the reply tells no one place. */
export const created = <B>(body: B, createdId?: string) =>
  ({ status: 201, body, ...(createdId !== undefined && { createdId }) }) as const;
/** A body that is text already. */
export const calendar = (text: string) =>
  ({ status: 200, body: text, headers: { "Content-Type": "text/calendar; charset=utf-8" } }) as const;
export const noContent = () => ({ status: 204, body: undefined }) as const;
export const notModified = () => ({ status: 304, body: undefined }) as const;
