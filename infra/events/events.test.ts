import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { type Cancelled, type Claim, type Confirmed, newBlock, newHold } from "../../shared/domain/claim.ts";
import { eventsOf } from "../../shared/domain/lifecycle-event.ts";
import { claimItemOf, recordItemOf } from "../../shared/store/items.ts";
import { synthesize } from "../synthesize.ts";
import { filters } from "./filters.ts";

const WEBHOOK = { webhookUrl: "https://crm.example/hook", webhookSecretName: "crm" };
const prod = await synthesize("prod", WEBHOOK);
const dev = await synthesize("dev");
const local = await synthesize("local");

// biome-ignore lint/suspicious/noExplicitAny: a template has no type
const only = (template: Template, type: string): any => {
  const [[id, { Properties = {} } = {}] = [], ...others] = Object.entries(template.findResources(type));
  expect([id === undefined, others]).toEqual([false, []]);
  return { id, ...Properties };
};

describe.each([
  ["prod", prod],
  ["dev", dev],
  ["local", local],
] as const)("Given stage %s", (name, template) => {
  const table = Object.keys(template.findResources("AWS::DynamoDB::Table"))[0];
  const stream = { "Fn::GetAtt": [table, "StreamArn"] };

  it("its table's changes, with the item before and after, reach one function, are retried for 23 hours, and split if they fail", () => {
    expect(only(template, "AWS::DynamoDB::Table").StreamSpecification).toEqual({
      StreamViewType: "NEW_AND_OLD_IMAGES",
    });
    expect(only(template, "AWS::Lambda::EventSourceMapping")).toMatchObject({
      EventSourceArn: stream,
      StartingPosition: "TRIM_HORIZON",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 23 * 60 * 60,
    });
  });

  it("that function may read the stream, publish on the bus, write its log and store what Lambda gave up", () => {
    const [role] = Object.entries(template.findResources("AWS::IAM::Role")).filter(([id]) => id.startsWith("Events"));
    const { Statement } = role?.[1].Properties.Policies[0].PolicyDocument ?? {};
    const bus = { "Fn::GetAtt": [only(template, "AWS::Events::EventBus").id, "Arn"] };
    const bucket = name === "prod" && { "Fn::GetAtt": [only(template, "AWS::S3::Bucket").id, "Arn"] };
    expect(Statement.map(({ Action, Resource }: Record<string, unknown>) => [Action, Resource])).toEqual([
      [["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((one) => `dynamodb:${one}`), stream],
      ["events:PutEvents", bus],
      ...(bucket
        ? [
            ["s3:PutObject", { "Fn::Join": ["", [bucket, "/*"]] }],
            ["s3:ListBucket", bucket],
          ]
        : []),
      [["logs:CreateLogStream", "logs:PutLogEvents"], expect.anything()],
    ]);
  });

  it("archives events and stores what Lambda gave up only if it keeps data, and for a limited time", () => {
    if (name !== "prod") {
      template.resourceCountIs("AWS::Events::Archive", 0);
      template.resourceCountIs("AWS::S3::Bucket", 0);
      return;
    }
    expect(only(template, "AWS::Events::Archive").RetentionDays).toBe(30);
    const bucket = only(template, "AWS::S3::Bucket");
    expect(bucket.LifecycleConfiguration.Rules).toEqual([{ Status: "Enabled", ExpirationInDays: 90 }]);
    expect(bucket.PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: true });
    expect(only(template, "AWS::Lambda::EventSourceMapping").DestinationConfig).toEqual({
      OnFailure: { Destination: { "Fn::GetAtt": [bucket.id, "Arn"] } },
    });
  });
});

describe("Given a webhook", () => {
  it("is sent each event as the contract has it, at a bounded rate, for 24 hours; then the event waits in a queue", () => {
    const { id: queue, MessageRetentionPeriod } = only(prod, "AWS::SQS::Queue");
    expect(MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
    expect(only(prod, "AWS::Events::ApiDestination")).toMatchObject({
      InvocationEndpoint: WEBHOOK.webhookUrl,
      HttpMethod: "POST",
      InvocationRateLimitPerSecond: 50,
    });
    expect(only(prod, "AWS::Events::Rule")).toMatchObject({
      EventPattern: { "detail-type": [{ prefix: "appointment." }] },
      Targets: [
        {
          InputPath: "$.detail",
          RetryPolicy: { MaximumEventAgeInSeconds: 24 * 60 * 60 },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": [queue, "Arn"] } },
        },
      ],
    });
  });

  it("gets its key from the secret, which no template holds, and events in the queue set off an alarm", () => {
    const { ApiKeyAuthParameters } = only(prod, "AWS::Events::Connection").AuthParameters;
    expect(ApiKeyAuthParameters.ApiKeyName).toBe("X-Api-Key");
    expect(JSON.stringify(ApiKeyAuthParameters.ApiKeyValue)).toContain("resolve:secretsmanager:crm");
    prod.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName: "ApproximateNumberOfMessagesVisible" });
  });

  it("is only there if the stage names one", () => {
    for (const template of [dev, local])
      for (const type of ["ApiDestination", "Connection", "Rule"]) template.resourceCountIs(`AWS::Events::${type}`, 0);
  });
});

describe("Given the filters for changes of the table", () => {
  const hold = newHold({ providerId: "ada", startsAt: Date.parse("2031-03-07T08:15:00Z") / 1000 }, "one", "grace", 0);
  const { expiresAt: _, ...rest } = hold;
  const confirmed: Confirmed = { ...rest, status: "confirmed", confirmedAt: 1 };
  const over: Cancelled = { ...hold, status: "cancelled", cancelledAt: 2, cancelledBy: "grace" };
  const block = newBlock(hold, "block");
  const states: (Claim | undefined)[] = [
    undefined,
    ...[hold, confirmed, { ...confirmed, rescheduledFrom: "zero" }, over, { ...over, rescheduledTo: "two" }],
    ...[block, { ...block, status: "lifted" as const }],
  ];
  const nexts = states.map((claim) => claim && { ...claim, appointmentId: "next" });

  /** Whether a filter matches an image: what this project's filters need of Lambda's syntax. */
  function matches(filter: object, change: object | undefined): boolean {
    return Object.entries(filter).every(([key, wanted]) => {
      const value = (change as Record<string, unknown> | undefined)?.[key];
      if (!Array.isArray(wanted)) return matches(wanted, value as object | undefined);
      const [one] = wanted;
      if (one.exists) return value !== undefined;
      return one.prefix ? `${value}`.startsWith(one.prefix) : value === one;
    });
  }
  const typed = (item: object) =>
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => [key, typeof value === "string" ? { S: value } : { N: `${value}` }]),
    );
  function passes(before: object | undefined, after: object | undefined) {
    const dynamodb = {
      Keys: typed((after ?? before) as object),
      ...(before && { OldImage: typed(before) }),
      ...(after && { NewImage: typed(after) }),
    };
    return filters.some((filter) => matches(filter, { dynamodb }));
  }

  it("each change that causes an event passes; a change with no hold before it and no appointment after it does not", () => {
    const stored = (claim: Claim | undefined) => claim && claimItemOf(claim);
    for (const before of states)
      for (const after of [...states, ...nexts]) {
        if (!before && !after) continue;
        const passed = passes(stored(before), stored(after));
        if (eventsOf(before, after).length > 0) expect([before, after, passed]).toEqual([before, after, true]);
        if (before?.status !== "reserved" && !(after && "clientId" in after)) expect(passed).toBe(false);
      }
  });

  it("the record of a cancelled appointment does not pass: its claim has caused the events already", () => {
    expect(passes(undefined, recordItemOf(over))).toBe(false);
  });
});
