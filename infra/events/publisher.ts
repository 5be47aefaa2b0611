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
  streamArn: string;
  bus: EventBus;
}

/** When Lambda gives up a change: an hour before the stream forgets it. */
export const GIVEN_UP_AFTER = Duration.hours(23);

/** The function that publishes events, and the mapping that hands it the changes of the table's appointments. */
export class Publisher extends Construct {
  readonly handler: ApiFunction["handler"];

  constructor(scope: Construct, id: string, { stage, streamArn, bus, code, logs }: PublisherProps) {
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
      // A batch is at most 100 changes. If all are of one slot, each needs a request of its own.
      timeout: Duration.seconds(60),
      logs,
      tracing: stage.tracing,
    }).handler;
    new EventSourceMapping(this, "Changes", {
      target: this.handler,
      eventSourceArn: streamArn,
      // What changes between the creation of the table and of this mapping is published too.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      maxRecordAge: GIVEN_UP_AFTER,
      // Only a bucket gets the changes themselves. A queue would get only their position in the stream.
      ...(bucket && {
        onFailure: { bind: () => ({ destination: bucket.bucketArn }) },
        supportS3OnFailureDestination: true,
      }),
    });
  }

  /** The bucket for changes that Lambda gave up. It keeps them as long as the logs, which say why. */
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
