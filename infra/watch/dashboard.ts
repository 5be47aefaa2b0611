import { Dashboard, GraphWidget, type IMetric, MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { bookings } from "../../shared/telemetry/metrics.ts";
import { ofTableAndIndexes, type Running, refused, succeeded, throttleEvents, unpublishedAge } from "./measurements.ts";

/** What a stage does for its users, and what that takes, on one page. */
export function dashboard(scope: Construct, running: Running) {
  const { api, table, functions, publisher } = running;
  const perOperation = (statistic: string) =>
    functions.map(({ operationId, handler }) => handler.metricDuration({ statistic, label: operationId }));
  new Dashboard(scope, "Dashboard", {
    widgets: [
      [
        graph("Bookings", [
          succeeded(scope, bookings.reserve),
          succeeded(scope, bookings.confirm),
          refused(scope, bookings.confirm, "reservation-expired").with({ label: "Expired before confirmation" }),
        ]),
        graph("Conflicts and failures of reservations", [
          refused(scope, bookings.reserve, "slot-held"),
          refused(scope, bookings.reserve, "slot-taken"),
          refused(scope, bookings.reserve, "unavailable"),
          refused(scope, bookings.reserve, "internal"),
        ]),
      ],
      [
        graph("Calls", [api.metricCount(), api.metricClientError(), api.metricServerError()]),
        graph("Throttled", [throttleEvents(table), ...functions.map(({ handler }) => handler.metricThrottles())]),
      ],
      [
        graph("Median duration, ms", perOperation(Stats.p(50))),
        graph("Slowest call in a hundred, ms", perOperation(Stats.p(99))),
      ],
      [
        graph("Read units a second", perSecond(ofTableAndIndexes(table, "ConsumedReadCapacityUnits"))),
        graph("Write units a second", perSecond(ofTableAndIndexes(table, "ConsumedWriteCapacityUnits"))),
      ],
      [
        graph("Batches of changes", [publisher.metricInvocations(), publisher.metricErrors()]),
        graph("Age of the oldest change not published, ms", [unpublishedAge(running)]),
      ],
    ],
  });
}

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12 });

const perSecond = (metrics: ReturnType<typeof ofTableAndIndexes>) =>
  metrics.map(
    (metric, index) =>
      new MathExpression({
        expression: `m${index} / PERIOD(m${index})`,
        usingMetrics: { [`m${index}`]: metric },
        label: metric.label ?? "",
      }),
  );
