import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { ProblemKind } from "../../shared/http/problem.ts";
import { bookings } from "../../shared/telemetry/metrics.ts";
import type { Stage } from "../stage.ts";
import { type Running, refused, throttleEvents } from "./measurements.ts";

/** The slowest call in a hundred may take this many milliseconds: a wait for DynamoDB and one repeat fit in. */
const SLOW_MS = 2000;

/** The refusals of a reservation that are worth waking someone: how many in 5 minutes, and what they mean to a user. */
const refusals = {
  internal: [1, "Clients cannot reserve: they meet a bug of ours, and repeating the call does not mend it."],
  unavailable: [5, "Clients cannot reserve: the database throttles or is away, and they are told to try again."],
  "slot-held": [
    200,
    "Clients find the slots they pick held by others: a rush, or someone who holds and never confirms.",
  ],
} as const satisfies Partial<Record<ProblemKind, [number, string]>>;

/** The alarms. Each description says in a sentence what a user loses; `docs/operations.md` says what to do. */
export function watch(scope: Construct, { alarmTopicArn }: Stage, { api, table, functions }: Running) {
  const topic = alarmTopicArn && Topic.fromTopicArn(scope, "AlarmTopic", alarmTopicArn);
  const alarm = (id: string, props: Omit<AlarmProps, "evaluationPeriods"> & Partial<AlarmProps>) => {
    const made = new Alarm(scope, id, {
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Nothing happened, so nothing is wrong.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
    });
    if (topic) made.addAlarmAction(new SnsAction(topic));
  };

  alarm("Errors", {
    alarmDescription: "Users get an error of ours in place of an answer, in more than one call of a hundred.",
    metric: new MathExpression({
      // A single failure at night, with few calls beside it, is no rate.
      expression: "IF(failed >= 5, 100 * failed / calls, 0)",
      usingMetrics: {
        failed: api.metricServerError({ statistic: "Sum" }),
        calls: api.metricCount({ statistic: "Sum" }),
      },
      label: "5xx, percent of calls",
    }),
    threshold: 1,
  });
  alarm("TableThrottles", {
    alarmDescription:
      "Users wait, or are told to try again: the table or an index is at the most it may serve a second.",
    metric: throttleEvents(table),
    threshold: 10,
  });
  for (const { operationId, handler } of functions) {
    alarm(`${operationId}-Slow`, {
      alarmDescription: `Users of ${operationId} wait: the slowest call in a hundred takes over ${SLOW_MS / 1000} seconds.`,
      metric: handler.metricDuration({ statistic: "p99", period: Duration.minutes(5) }),
      threshold: SLOW_MS,
      evaluationPeriods: 3,
    });
    alarm(`${operationId}-Throttles`, {
      alarmDescription: `Users of ${operationId} get errors: Lambda runs as many calls at once as the account may.`,
      metric: handler.metricThrottles({ statistic: "Sum" }),
      threshold: 1,
    });
  }
  for (const [cause, [threshold, alarmDescription]] of Object.entries(refusals))
    alarm(`Reservations-${cause}`, {
      alarmDescription,
      metric: refused(scope, bookings.reserve, cause as keyof typeof refusals),
      threshold,
    });
}
