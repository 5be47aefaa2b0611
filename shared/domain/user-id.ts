/**
 * The pattern of the contract's `UserId`, for ids that come from elsewhere. Every character an id may have sorts above
 * `#`, which ends an id in the `listing` index, so one provider's entries stay together even where an id begins another.
 */
const USER_ID = /^[A-Za-z0-9._|-]{1,64}$/;

export const isUserId = (text: unknown): text is string => typeof text === "string" && USER_ID.test(text);
