/**
 * The pattern of the contract's `UserId`, for ids that come from elsewhere. Every character an id may have sorts above
 * `#`, which ends an id in the `listing` index, so that the entries of `ann` and `anna` do not mix.
 */
const USER_ID = /^(\.{0,2}[A-Za-z0-9_~|@:+=,'-]|\.{3})[A-Za-z0-9._~|@:+=,'-]*$/;
const MAX_LENGTH = 255;

export const isUserId = (text: unknown): text is string =>
  typeof text === "string" && text.length <= MAX_LENGTH && USER_ID.test(text);
