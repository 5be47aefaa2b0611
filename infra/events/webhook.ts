import { Duration, SecretValue } from "aws-cdk-lib";
import {
  ApiDestination,
  Authorization,
  Connection,
  type EventBus,
  type IApiDestination,
  Rule,
  RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import { ApiDestination as ApiDestinationTarget } from "aws-cdk-lib/aws-events-targets";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { everyEvent } from "./bus.ts";

/** The header that carries the webhook's key. */
const KEY_HEADER = "X-Api-Key";

/** The most events per second that the webhook gets; the others wait. */
const PER_SECOND = 50;

/** How long EventBridge repeats an event while the webhook is busy or cannot be reached. */
export const REPEATED_FOR = Duration.hours(24);

/**
 * Sends every event to a webhook. EventBridge puts an event into a queue at once if the webhook refuses it, and after
 * `REPEATED_FOR` if the webhook is busy or cannot be reached.
 *
 * @param secretName the secret in Secrets Manager that has the webhook's key
 * @returns the queue
 */
export function webhook(scope: Construct, bus: EventBus, url: string, secretName: string): Queue {
  const connection = new Connection(scope, "WebhookConnection", {
    authorization: Authorization.apiKey(KEY_HEADER, SecretValue.secretsManager(secretName)),
  });
  const destination = new ApiDestination(scope, "Webhook", {
    connection,
    endpoint: url,
    rateLimitPerSecond: PER_SECOND,
  });
  const undelivered = new Queue(scope, "Undelivered", {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const mayCall = new PolicyStatement({
    actions: ["events:InvokeApiDestination"],
    resources: [destination.apiDestinationArn],
  });
  const role = new Role(scope, "WebhookRole", {
    assumedBy: new ServicePrincipal("events.amazonaws.com"),
    inlinePolicies: { own: new PolicyDocument({ statements: [mayCall] }) },
  });
  new Rule(scope, "ToWebhook", {
    eventBus: bus,
    eventPattern: everyEvent,
    targets: [
      // With exactOptionalPropertyTypes, CDK's class does not match its own interface.
      new ApiDestinationTarget(destination as IApiDestination, {
        event: RuleTargetInput.fromEventPath("$.detail"),
        eventRole: role.withoutPolicyUpdates(),
        maxEventAge: REPEATED_FOR,
        deadLetterQueue: undelivered,
      }),
    ],
  });
  return undelivered;
}
