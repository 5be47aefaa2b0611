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
  })[fault];

const refusal = (status: number, type: string) => ({
  status,
  text: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type }),
});

const timeout = () => Object.assign(new Error("socket timed out"), { name: "TimeoutError" });
