/** The metrics that the alarms and the dashboard show. */
import { Stack } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { operations } from "../../shared/contract/operations.gen.ts";
import type { ProblemKind } from "../../shared/http/problem.ts";
import { table as definition } from "../../shared/store/table.ts";
import { type bookings, REFUSED, SERVICE } from "../../shared/telemetry/metrics.ts";

/** What a stage runs. */
export interface Running {
  api: RestApi;
  table: { tableName: string };
  /** Each operation, with its function. */
  functions: ((typeof operations)[number] & { handler: IFunction })[];
  /** The function that publishes events. */
  publisher: IFunction;
  /** The queue of events that the webhook did not take, if there is a webhook. */
  undelivered: IQueue | undefined;
}

type Booking = (typeof bookings)[keyof typeof bookings];

/** How often a booking operation succeeded. */
export const succeeded = (scope: Construct, { metric }: Booking) => counted(scope, metric, {});

/** How often a booking operation was refused for this cause. */
export const refused = (scope: Construct, { operationId }: Booking, cause: ProblemKind) =>
  counted(scope, REFUSED, { operation: operationId, cause }).with({ label: cause });

const counted = (scope: Construct, metricName: string, dimensions: Record<string, string>) =>
  new Metric({
    namespace: Stack.of(scope).stackName,
    metricName,
    dimensionsMap: { service: SERVICE, ...dimensions },
    statistic: "Sum",
  });

/** A metric of the table and of each index. */
export const ofTableAndIndexes = ({ tableName: TableName }: Running["table"], metricName: string) =>
  [undefined, ...Object.keys(definition.indexes)].map(
    (index) =>
      new Metric({
        namespace: "AWS/DynamoDB",
        metricName,
        dimensionsMap: { TableName, ...(index && { GlobalSecondaryIndexName: index }) },
        statistic: "Sum",
        label: index ?? "table",
      }),
  );

/** The age of the oldest change that is not published yet, in milliseconds. */
export const unpublishedAge = ({ publisher }: Pick<Running, "publisher">) =>
  publisher.metric("IteratorAge", { statistic: "Maximum", label: "oldest change not published, ms" });

/** How often DynamoDB throttled a request, on the table or an index. */
export function throttleEvents(table: Running["table"]) {
  const parts = ["ReadThrottleEvents", "WriteThrottleEvents"].flatMap((name) => ofTableAndIndexes(table, name));
  const usingMetrics = Object.fromEntries(parts.map((metric, index) => [`m${index}`, metric]));
  const sum = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(" + ");
  return new MathExpression({ expression: sum, usingMetrics, label: "DynamoDB throttles" });
}
