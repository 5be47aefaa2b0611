import { Duration, Stack } from "aws-cdk-lib";
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
import { GIVEN_UP_AFTER } from "../events/publisher.ts";
import { REPEATED_FOR } from "../events/webhook.ts";
import type { Stage } from "../stage.ts";
import { type Running, refused, throttleEvents, unpublishedAge } from "./measurements.ts";

/** How many milliseconds the slowest call in a hundred may take: enough for one timeout at DynamoDB and a retry. */
const SLOW_MS = 2000;

/** How long an event may wait to be published. */
const LATE = Duration.minutes(15);

/** The refusals of a reservation that are worth an alarm: how many in 5 minutes, and what users lose. */
const refusals: readonly [cause: ProblemKind, threshold: number, alarmDescription: string][] = [
  ["internal", 1, "Clients cannot reserve: they meet a bug of ours, and repeating the call does not help."],
  [
    "unavailable",
    5,
    "Clients cannot reserve: the database throttles, or it or the issuer cannot be reached; they are told to try again.",
  ],
  ["slot-held", 200, "Clients find the slots they pick held by others: a rush, or someone who never confirms."],
];

/** Ends each description, because whoever is woken sees nothing else. */
const WHAT_TO_DO = 'What to do: docs/operations.md, "Read each alarm".';

/** The alarms. Each description says in a sentence what a user loses. */
export function watch(scope: Construct, { alarmTopicArn }: Stage, running: Running) {
  const { api, table, functions, undelivered } = running;
  const topic = alarmTopicArn && Topic.fromTopicArn(scope, "AlarmTopic", alarmTopicArn);
  const alarm = (
    id: string,
    { alarmDescription, ...props }: Omit<AlarmProps, "evaluationPeriods"> & Partial<AlarmProps>,
  ) => {
    const made = new Alarm(scope, id, {
      alarmName: `${Stack.of(scope).stackName}-${id}`,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // No data means that nothing happened.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${alarmDescription} ${WHAT_TO_DO}`,
      ...props,
    });
    if (topic) made.addAlarmAction(new SnsAction(topic));
  };

  alarm("Errors", {
    alarmDescription:
      "Users get a server error instead of an answer, in at least five calls and one call in a hundred.",
    metric: new MathExpression({
      // Fewer than 5 failures are no alarm: with few calls, one failure is already one in a hundred.
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
      "Users wait, or are told to try again: the table or an index is at its limit of units per second, or one partition is hot.",
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
      alarmDescription: `Users of ${operationId} get errors: the account is at its limit of calls that Lambda runs at once.`,
      metric: handler.metricThrottles({ statistic: "Sum" }),
      threshold: 1,
    });
  }
  for (const [cause, threshold, alarmDescription] of refusals)
    alarm(`Reservations-${cause}`, {
      alarmDescription,
      metric: refused(scope, bookings.reserve, cause),
      threshold,
    });
  alarm("Events-Late", {
    alarmDescription: `Users hear late of their bookings: events have waited over ${LATE.toMinutes()} minutes to be published, and are given up after ${GIVEN_UP_AFTER.toHours()} hours.`,
    metric: unpublishedAge(running),
    threshold: LATE.toMilliseconds(),
  });
  if (undelivered)
    alarm("Events-Undelivered", {
      alarmDescription: `Users of the webhook's system miss events: the webhook refused them, or could not be reached for ${REPEATED_FOR.toHours()} hours.`,
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum" }),
      threshold: 1,
    });
}
