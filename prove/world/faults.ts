/** What networks and DynamoDB do to a request. */

export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: as DynamoDB has it
  body: any;
}

const WRITES = ["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"];
export const isWrite = (command: string) => WRITES.includes(command);

export const FAULTS = [
  /** DynamoDB pushes back; nothing acted. */
  "throttle",
  /** DynamoDB fails; nothing acted. */
  "internal",
  /** What it would touch is part of a transaction under way. */
  "conflict",
  /** A part of a transaction is throttled. */
  "throttle a part",
  /** No connection; nothing acted. */
  "refuse",
  /** No answer in time, and it never acts. */
  "silence",
  /** No answer in time, but it acted. */
  "lose",
  /** No answer in time, and it acts some time later. */
  "delay",
  /** It acts, and once more some time later. */
  "duplicate",
  /** A read gets a part of what it asks for. */
  "partly",
] as const;
export type Fault = (typeof FAULTS)[number];

/** What the sender gets at once, if anything. `items` is the number of items in a transaction. */
export function replyTo(fault: Fault, command: string, items = 1): Reply | Error | undefined {
  const isTransaction = command.startsWith("Transact");
  switch (fault) {
    case "conflict":
      if (isTransaction || isWrite(command)) return conflict(command, Array(items).fill(true));
      return throttled;
    case "throttle a part":
      return isTransaction
        ? cancelled([...Array(items - 1).fill({ Code: "None" }), { Code: "ThrottlingError" }])
        : throttled;
    case "throttle":
      return throttled;
    case "internal":
      return refusal(500, "InternalServerError");
    case "refuse":
      return Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    case "duplicate":
    case "partly":
      return undefined;
    default:
      return timeout();
  }
}

/** How DynamoDB refuses to touch what a transaction under way has written. */
export const conflict = (command: string, inConflict: boolean[]): Reply =>
  command.startsWith("Transact")
    ? cancelled(inConflict.map((is) => ({ Code: is ? "TransactionConflict" : "None" })))
    : refusal(400, "TransactionConflictException");

export const cancelled = (CancellationReasons: { Code: string; Item?: object }[]): Reply =>
  refusal(400, "TransactionCanceledException", { CancellationReasons });

/**
 * A read that is answered in part: the request for that part, and what the reply says of the rest.
 *
 * @param left which key of a batch is left for later
 */
export function partOf(command: string, body: string, left: number): { body: string; rest: object } | undefined {
  const input = JSON.parse(body);
  if (command === "Query") return { body: JSON.stringify({ ...input, Limit: 1 }), rest: {} };
  const [batch] = Object.entries<{ Keys: object[] }>(input.RequestItems ?? {});
  if (!batch || batch[1].Keys.length < 2) return undefined;
  const [table, { Keys, ...how }] = batch;
  const among = (Keys: object[]) => ({ [table]: { ...how, Keys } });
  const at = left % Keys.length;
  return {
    body: JSON.stringify({ RequestItems: among(Keys.toSpliced(at, 1)) }),
    rest: { UnprocessedKeys: among(Keys.slice(at, at + 1)) },
  };
}

export const refusal = (status: number, type: string, more: object = {}): Reply => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type, ...more },
});
const throttled = refusal(400, "ProvisionedThroughputExceededException");

export const timeout = () => Object.assign(new Error("socket timed out"), { name: "TimeoutError" });
