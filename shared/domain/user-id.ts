import { MAX_LENGTH, USER_ID } from "./user-id.gen.ts";

/**
 * Whether it is a `UserId` of the contract, for ids that come from elsewhere. Every character an id may have sorts above
 * `#`, which ends an id in the `listing` index, so that the entries of `ann` and `anna` do not mix.
 */
export const isUserId = (text: unknown): text is string =>
  typeof text === "string" && text.length <= MAX_LENGTH && USER_ID.test(text);
