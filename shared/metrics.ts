/** Counts bookings, as CloudWatch's embedded metrics: a line in the log, with nothing in it of anyone. */
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metricsNamespace } from "./config.ts";
import type { OperationId } from "./contract/operations.gen.ts";
import type { ProblemKind } from "./http/problem.ts";
import { bookings, REFUSED, SERVICE } from "./measures.ts";

/** Without a namespace, as on a laptop, nobody would read them. */
const metrics = metricsNamespace && new Metrics({ namespace: metricsNamespace, serviceName: SERVICE });

/** Counts an operation's outcome: its status, or the problem it was refused with. */
export function count(operation: OperationId, outcome: number | ProblemKind) {
  const booking = Object.values(bookings).find(({ operationId }) => operationId === operation);
  if (!metrics || !booking) return;
  const single = metrics.singleMetric();
  if (typeof outcome === "string")
    single.addDimensions({ operation, cause: outcome }).addMetric(REFUSED, MetricUnit.Count, 1);
  else if (outcome === booking.status) single.addMetric(booking.metric, MetricUnit.Count, 1);
}
