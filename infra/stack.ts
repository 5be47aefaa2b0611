import {
  type App,
  CfnOutput,
  CliCredentialsStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  RemovalPolicy,
  Stack,
} from "aws-cdk-lib";
import { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { FunctionName } from "../build/bundle.ts";
import { operations } from "../shared/contract/operations.gen.ts";
import { ApiFunction } from "./api-function.ts";
import { eventBus } from "./events/bus.ts";
import { Publisher } from "./events/publisher.ts";
import { webhook } from "./events/webhook.ts";
import { gateway } from "./gateway/gateway.ts";
import { tableStatements, warmUpSetting } from "./grants.ts";
import { userPool } from "./identity.ts";
import { acknowledge } from "./nag.ts";
import type { Stage } from "./stage.ts";
import { reservationTable } from "./table.ts";
import { watch } from "./watch/alarms.ts";
import { dashboard } from "./watch/dashboard.ts";

export interface ReservationApiProps {
  stage: Stage;
  /** The functions' settings that say whose tokens they accept. Without them a user pool is made. */
  issuer: Record<string, string> | undefined;
  codeOf: (name: FunctionName) => Code;
}

/**
 * A whole stage: the table, the user pool, one function per operation, the gateway in front of them, and the bus on which events
 * are published.
 */
export class ReservationApi extends Stack {
  constructor(app: App, id: string, { stage, issuer, codeOf }: ReservationApiProps) {
    super(app, id, {
      description: `Reservation API, stage ${stage.name}`,
      // An emulator that enforces IAM does not let the bootstrap's own roles upload the functions' code.
      // With exactOptionalPropertyTypes, CDK's class does not match its own interface.
      ...(stage.emulated && { synthesizer: new CliCredentialsStackSynthesizer() as IStackSynthesizer }),
    });
    const logs = {
      retention: stage.logRetentionDays,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    const own = reservationTable(this, stage);
    const table = restored(this, stage) ?? own;
    const environment = {
      TABLE_NAME: table.tableName,
      CORS_ORIGINS: stage.corsOrigins.join(" "),
      ...(stage.emulated && { DYNAMODB_TIMEOUT_MS: "20000" }),
      ...(issuer ?? userPool(this, stage)),
    };
    const functions = operations.map((operation) => {
      const { handler } = new ApiFunction(this, operation.operationId, {
        description: `${operation.method} ${operation.path}`,
        code: codeOf(operation.operationId),
        allows: tableStatements(operation.operationId, table.tableArn),
        environment: { ...environment, ...warmUpSetting(operation.operationId) },
        // Longer than all attempts of a call's few requests together, shorter than the gateway's 29 seconds. On an emulator
        // all functions share one machine, so they start slowly when many start at once.
        timeout: Duration.seconds(stage.emulated ? 90 : 20),
        logs,
        tracing: stage.tracing,
      });
      return { ...operation, handler };
    });
    const api = gateway(this, { stage, functions, logs });
    const bus = eventBus(this, stage);
    const { handler: publisher } = new Publisher(this, "Events", {
      stage,
      bus,
      logs,
      streamArn: streamOf(table),
      code: codeOf("publishEvents"),
    });
    const { webhookUrl, webhookSecretName } = stage;
    const undelivered = webhookUrl && webhookSecretName ? webhook(this, bus, webhookUrl, webhookSecretName) : undefined;
    if (stage.watched) {
      const running = { api, table, functions, publisher, undelivered };
      watch(this, stage, running);
      dashboard(this, running);
    }
    acknowledge(this, stage);
    const url = stage.domainName ? `https://${stage.domainName}/` : api.url;
    new CfnOutput(this, "Url", { value: url, description: "Where the API answers" });
    new CfnOutput(this, "TableName", { value: table.tableName });
  }
}

/** The restored table, if the stage uses one in place of the stack's own. */
function restored(scope: Stack, { restoredTable: tableName, restoredStreamArn: tableStreamArn }: Stage) {
  return tableName && tableStreamArn
    ? Table.fromTableAttributes(scope, "Restored", { tableName, tableStreamArn })
    : undefined;
}

/** The stream of the table's changes. Throws where there is none: no event would ever be published. */
function streamOf({ tableStreamArn }: { tableStreamArn?: string | undefined }): string {
  if (!tableStreamArn) throw new Error("The table has no stream.");
  return tableStreamArn;
}
