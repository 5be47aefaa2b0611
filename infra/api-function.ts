import { type Duration, type RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

/** With this much memory Lambda gives one whole processor; one call can use no more. docs/cost.md says what less would save. */
export const MEMORY_MEGABYTES = 1769;

export interface ApiFunctionProps {
  /** What the function is for, in one line. */
  description: string;
  code: Code;
  /** What the function may do besides writing its log. */
  allows: PolicyStatement[];
  /** Added to the defaults, which it overrides. */
  environment: Record<string, string>;
  timeout: Duration;
  logs: { retention: RetentionDays; removalPolicy: RemovalPolicy };
  tracing: boolean;
}

/** A Lambda function with this project's defaults, a role of its own and a log of its own. */
export class ApiFunction extends Construct {
  readonly handler: LambdaFunction;

  constructor(scope: Construct, id: string, props: ApiFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Log", props.logs);
    const writesLog = new PolicyStatement({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logGroup.logGroupArn],
    });
    this.handler = new LambdaFunction(this, "Function", {
      description: props.description,
      code: props.code,
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MEGABYTES,
      timeout: props.timeout,
      role: new Role(this, "Role", {
        assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
        inlinePolicies: { own: new PolicyDocument({ statements: [...props.allows, writesLog] }) },
      }),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: {
        METRICS_NAMESPACE: Stack.of(this).stackName,
        ...props.environment,
      },
    });
  }
}
