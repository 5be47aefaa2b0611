import { type Stack, Validations } from "aws-cdk-lib";
import type { Stage } from "./stage.ts";

/** The AwsSolutions rules that this stack breaks on purpose, and why. */
export function acknowledge(stack: Stack, stage: Stage) {
  const accept = (id: string, reason: string) =>
    Validations.of(stack).acknowledge({ id: `AwsSolutions-${id}`, reason });
  accept(
    "APIG2",
    "Every function parses its whole request against the contract; the gateway would check a part again.",
  );
  accept(
    "APIG4",
    "Every function verifies its caller's token itself, the same way on AWS, on an emulator and locally.",
  );
  accept("COG4", "Every function verifies its caller's token itself, whoever issued it.");
  accept(
    "APIG6",
    "The access log and each function's own line replace execution logs, which would hold people's data.",
  );
  accept("COG2", "A second factor is offered to everyone who signs up, and required of nobody.");
  accept(
    "COG8",
    "The plus tier costs money for each user; a stage that wants its threat protection brings its own issuer.",
  );
  accept(
    "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
    "API Gateway's documentation asks for this policy on its log role, which serves all log groups of the account.",
  );
  if (stage.keepsData) {
    accept("S1", "Only Lambda writes to this bucket, and rarely; an access log would need a second bucket.");
    accept(
      "IAM5[Resource::<EventsGivenUp89A9AD53.Arn>/*]",
      "Lambda names the objects itself, in a bucket of their own.",
    );
  }
  if (stage.webhookUrl) accept("SQS3", "The queue is itself a dead-letter queue.");
  if (!stage.keepsData) accept("DDB3", "This stage's data are not worth keeping.");
  if (stage.emulated) accept("APIG1", "An emulator's own log has every call.");
  if (stage.tracing) accept("IAM5[Resource::*]", "The right to write traces to X-Ray cannot be limited to a resource.");
  if (!stage.webAclArn)
    accept("APIG3", "A firewall costs money each month, so a stage has one only if it sets webAclArn.");
}
