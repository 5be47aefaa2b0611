import { PROVIDER } from "../../shared/store/keys.ts";

const keys = { pk: { S: [{ prefix: PROVIDER }] } };

/**
 * Which changes of the table Lambda hands to the function that publishes events: those that may cause an event, since each
 * batch costs an invocation. Lambda's filter syntax; a change that matches any of them is handed over.
 */
export const filters = [
  /** The slot has an appointment now. */
  { dynamodb: { Keys: keys, NewImage: { clientId: { S: [{ exists: true }] } } } },
  /** The slot had a hold, and has something else now, or nothing. */
  { dynamodb: { Keys: keys, OldImage: { status: { S: ["reserved"] } } } },
];
