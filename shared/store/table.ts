/**
 * The one table. The local server and the stack create it from this definition.
 *
 * | item | pk | sk |
 * |---|---|---|
 * | user: a profile, or for two days the mark of a deleted one | `USER#<userId>` | `PROFILE` |
 * | a user's calendar feed, or for two days the mark of a deleted user | `USER#<userId>` | `FEED` |
 * | day sheet: what a provider offers on a UTC day | `PROVIDER#<providerId>` | `2027-08-13` |
 * | claim: what stands on one slot | `PROVIDER#<providerId>` | `2027-08-13T12:15Z` |
 * | record: a cancelled or moved appointment whose slot was taken since | `PAST#<appointmentId>` | `PAST` |
 *
 * Index `listing` has sheets and claims under their UTC day, as `<providerId>#` and `<providerId>#12:15`, and the
 * profiles of providers under `PROVIDERS`. Index `byClient` has a client's appointments by time, as
 * `<time>#<appointmentId>`, and those that were cancelled or moved as `cancelled#<time>#<appointmentId>`.
 */
export const table = {
  partitionKey: "pk",
  sortKey: "sk",
  /** Epoch seconds. DynamoDB deletes the item some time after that; no answer depends on when. */
  timeToLiveAttribute: "expiresAt",
  indexes: {
    listing: { partitionKey: "listing", sortKey: "listingKey" },
    byClient: { partitionKey: "clientId", sortKey: "appointmentKey" },
  },
} as const;
