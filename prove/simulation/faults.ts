/** What networks and DynamoDB do to a request. */

export const faults = [
  /** DynamoDB pushes back; nothing acted. */
  "throttle",
  /** DynamoDB fails; nothing acted. */
  "internal",
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

export type Fault = (typeof faults)[number];

export const reasonOf = (fault: Fault) =>
  ({
    throttle: refusal(400, "ProvisionedThroughputExceededException"),
    internal: refusal(500, "InternalServerError"),
    refuse: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
    silence: timeout(),
    lose: timeout(),
    delay: timeout(),
    duplicate: undefined,
    partly: undefined,
  })[fault];

/**
 * A read that is answered in part: what DynamoDB looks at, and what it says of the rest.
 *
 * @param left which key of a batch is left for later
 */
export function partOf(command: string, body: string, left: number): { body: string; rest: object } | undefined {
  const input = JSON.parse(body);
  if (command === "Query") return { body: JSON.stringify({ ...input, Limit: 1 }), rest: {} };
  const [batch] = Object.entries<{ Keys: object[] }>(input.RequestItems ?? {});
  if (!batch) return undefined;
  const [table, { Keys, ...how }] = batch;
  if (Keys.length < 2) return undefined;
  const among = (keys: object[]) => ({ [table]: { ...how, Keys: keys } });
  const at = left % Keys.length;
  return {
    body: JSON.stringify({ RequestItems: among(Keys.toSpliced(at, 1)) }),
    rest: { UnprocessedKeys: among(Keys.slice(at, at + 1)) },
  };
}

const refusal = (status: number, type: string) => ({
  status,
  text: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type }),
});

const timeout = () => Object.assign(new Error("socket timed out"), { name: "TimeoutError" });
