import { Duration } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { ApiFunction, type ApiFunctionProps } from "../api-function.ts";
import type { Stage } from "../stage.ts";
import { filters } from "./filters.ts";

export interface PublisherProps extends Pick<ApiFunctionProps, "code" | "logs"> {
  stage: Stage;
  /** The stream of the table. */
  streamArn: string | undefined;
  bus: EventBus;
}

/** An hour before the stream forgets a change, what could not be published is given up and kept elsewhere. */
const GIVEN_UP_AFTER = Duration.hours(23);

/** The function that publishes events, and the mapping that hands it the changes of the table's appointments. */
export class Publisher extends Construct {
  readonly handler: ApiFunction["handler"];

  constructor(scope: Construct, id: string, { stage, streamArn = "", bus, code, logs }: PublisherProps) {
    super(scope, id);
    const bucket = stage.keepsData ? this.#bucket(logs) : undefined;
    const allows = [
      new PolicyStatement({
        actions: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
          (action) => `dynamodb:${action}`,
        ),
        resources: [streamArn],
      }),
      new PolicyStatement({ actions: ["events:PutEvents"], resources: [bus.eventBusArn] }),
      ...(bucket
        ? [
            new PolicyStatement({ actions: ["s3:PutObject"], resources: [bucket.arnForObjects("*")] }),
            new PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }),
          ]
        : []),
    ];
    this.handler = new ApiFunction(this, "publishEvents", {
      description: "Publishes what happens to appointments",
      code,
      allows,
      environment: { EVENT_BUS: bus.eventBusName },
      // A batch is a hundred changes at most, and of one slot each is a request of its own.
      timeout: Duration.seconds(60),
      logs,
      tracing: stage.tracing,
    }).handler;
    new EventSourceMapping(this, "Changes", {
      target: this.handler,
      eventSourceArn: streamArn,
      // Whatever changes between the table's making and this mapping's is told too.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      maxRecordAge: GIVEN_UP_AFTER,
      // Of the destinations only a bucket gets the changes themselves: a queue would get where they were in the stream.
      ...(bucket && {
        onFailure: { bind: () => ({ destination: bucket.bucketArn }) },
        supportS3OnFailureDestination: true,
      }),
    });
  }

  /** Where Lambda keeps what it gave up, as long as the logs that say why. */
  #bucket({ retention, removalPolicy }: ApiFunctionProps["logs"]) {
    return new Bucket(this, "GivenUp", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(retention) }],
      removalPolicy,
    });
  }
}
