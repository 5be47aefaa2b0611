/** What networks and DynamoDB do to a request. */
import { isWrite, type Reply } from "./engine.ts";

export const faults = {
  /** DynamoDB pushes back; nothing acted. */
  throttle: () => refusal(400, "ProvisionedThroughputExceededException"),
  /** DynamoDB fails; nothing acted. */
  internal: () => refusal(500, "InternalServerError"),
  /** What it would write is part of a transaction under way. */
  conflict: (command: string, items: number) =>
    isWrite(command) || command.startsWith("Transact") ? conflict(command, Array(items).fill(true)) : faults.throttle(),
  /** A part of a transaction is throttled. */
  throttledPart: (command: string, items: number) =>
    command.startsWith("Transact") ? cancelled([...Array(items - 1).fill("None"), "ThrottlingError"]) : faults.throttle(),
  /** No connection; nothing acted. */
  refuse: () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
  /** No answer in time, and it never acts. */
  silence: timeout,
  /** No answer in time, but it acted. */
  lose: timeout,
  /** No answer in time, and it acts some time later. */
  delay: timeout,
  /** It acts, and once more some time later. */
  duplicate: () => undefined,
  /** A read gets a part of what it asks for. */
  partly: () => undefined,
} satisfies Record<string, (command: string, items: number) => Reply | Error | undefined>;

export type Fault = keyof typeof faults;

/** How DynamoDB refuses to touch what a transaction under way has written. */
export const conflict = (command: string, inConflict: boolean[]): Reply =>
  command.startsWith("Transact")
    ? cancelled(inConflict.map((is) => (is ? "TransactionConflict" : "None")))
    : refusal(400, "TransactionConflictException");

function cancelled(codes: string[]): Reply {
  const { status, body } = refusal(400, "TransactionCanceledException");
  return { status, body: { ...body, CancellationReasons: codes.map((Code) => ({ Code })) } };
}

/**
 * A read that is answered in part: what DynamoDB looks at, and what it says of the rest.
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

const refusal = (status: number, type: string): Reply => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type },
});

function timeout() {
  return Object.assign(new Error("socket timed out"), { name: "TimeoutError" });
}
