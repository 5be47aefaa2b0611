/** Which metrics exist and how they are written. The functions write them; the alarms and the dashboard read them. */
import type { OperationId } from "../contract/operations.gen.ts";
import type { ProblemBodies } from "../contract/problems.gen.ts";

/** The value of the dimension `service`, which every metric has. */
export const SERVICE = "reservation-api";

interface Booking {
  operationId: OperationId;
  /** The status that counts as a success. */
  status: number;
  /** The metric that counts successes. */
  metric: string;
}

/** The operations that are counted. */
export const bookings = {
  reserve: { operationId: "reserveAppointment", status: 201, metric: "Reserved" },
  confirm: { operationId: "confirmAppointment", status: 200, metric: "Confirmed" },
} as const satisfies Record<string, Booking>;

/** The metric that counts their refusals, by `operation` and by `cause`, which is the kind of problem. */
export const REFUSED = "Refused";

/** Read here and not in `config.ts`, because `infra/` imports this file without a function's environment. */
const namespace = process.env.METRICS_NAMESPACE;

/** Counts how a call ended: its status, or the kind of problem. Without a namespace, as on a laptop, it does nothing. */
export function count(operation: OperationId, outcome: number | keyof ProblemBodies) {
  const booking = Object.values(bookings).find(({ operationId }) => operationId === operation);
  if (!namespace || !booking) return;
  if (typeof outcome === "string") write(namespace, REFUSED, { operation, cause: outcome });
  else if (outcome === booking.status) write(namespace, booking.metric);
}

/**
 * Adds one to a metric, in CloudWatch's embedded metric format. It goes straight to the standard output, because Lambda
 * would wrap what `console` writes, and CloudWatch would no longer recognize it.
 */
function write(namespace: string, metric: string, dimensions: Record<string, string> = {}) {
  const labels = { service: SERVICE, ...dimensions };
  const directive = {
    Namespace: namespace,
    Dimensions: [Object.keys(labels)],
    Metrics: [{ Name: metric, Unit: "Count" }],
  };
  const line = { _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] }, ...labels, [metric]: 1 };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
