import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { EventBus, Match } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { Stage } from "../stage.ts";

/** How far back events can be published again. */
const REPLAYABLE = Duration.days(30);

/** The pattern of a rule for every event. */
export const everyEvent = { detailType: Match.prefix("appointment.") };

/** The bus that events are published on, with an archive where the stage keeps its data. */
export function eventBus(scope: Construct, { keepsData }: Stage): EventBus {
  const { stackName } = Stack.of(scope);
  const bus = new EventBus(scope, "Bus", { eventBusName: stackName });
  if (keepsData)
    bus.archive("Archive", { archiveName: `${stackName}-events`, eventPattern: everyEvent, retention: REPLAYABLE });
  new CfnOutput(scope, "EventBusName", { value: bus.eventBusName, description: "Where events are published" });
  return bus;
}
