import { PROVIDER } from "../../shared/store/keys.ts";

/**
 * Which changes of the table Lambda hands to the function that publishes events: those that may have something to tell,
 * since each batch costs an invocation. Lambda's filter syntax; a change that one of them matches is handed over.
 */
const keys = { pk: { S: [{ prefix: PROVIDER }] } };

export const filters = [
  /** An appointment stands there now. */
  { dynamodb: { Keys: keys, NewImage: { clientId: { S: [{ exists: true }] } } } },
  /** A hold stood there, and something else does now, or nothing. */
  { dynamodb: { Keys: keys, OldImage: { status: { S: ["reserved"] } } } },
];
