/**
 * The pattern of the contract's `UserId`, for ids that come from elsewhere. Every character an id may have sorts above
 * `#`, which ends an id in the `listing` index, so that the entries of `ann` and `anna` do not mix.
 */
const USER_ID = /^[A-Za-z0-9._|-]{1,64}$/;

export const isUserId = (text: unknown): text is string => typeof text === "string" && USER_ID.test(text);
