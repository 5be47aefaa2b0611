/** Listens to the events of a running stage, so that a test can wait for them. */
import { randomUUID } from "node:crypto";
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import type { AppointmentEvent } from "../shared/contract/types.gen.ts";

/** Whether these are all the events that the test waits for. */
type IsEnough = (events: AppointmentEvent[]) => boolean;

/** The events at `GET /events` of a local server, from the start of `run` until they are enough. */
export async function heardFromServer(url: string, run: () => Promise<unknown>, isEnough: IsEnough) {
  const { body, headers } = await fetch(`${url}/events`);
  expect(headers.get("content-type")).toBe("text/event-stream");
  expect(headers.has("access-control-allow-origin")).toBe(false);
  // This comes first: fetch cancels a body that nobody reads when its response is garbage-collected.
  const chunks = body?.pipeThrough(new TextDecoderStream());
  await run();
  let text = "";
  // Leaving the loop ends the request.
  for await (const chunk of chunks ?? []) {
    text += chunk;
    const received = [...text.matchAll(/^id: (.*)\ndata: (.*)\n\n/gm)];
    const events: AppointmentEvent[] = received.map(([, , data = ""]) => JSON.parse(data));
    expect(received.map(([, id]) => id)).toEqual(events.map(({ id }) => id));
    if (isEnough(events)) return events;
  }
  throw new Error(`The server ended: ${text}`);
}

/**
 * Likewise, the events on a bus, by a rule and a queue that are made for this. The AWS SDK's own settings say where the bus is.
 *
 * @param EventPattern what the rule lets through
 */
export async function heardFromBus(
  EventBusName: string,
  EventPattern: object,
  run: () => Promise<unknown>,
  isEnough: IsEnough,
) {
  const [bus, sqs] = [new EventBridgeClient(), new SQSClient()];
  const Name = `test-${randomUUID()}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: Name }));
  try {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    const { QueueArn: Arn = "" } = Attributes ?? {};
    const rule = { Name, EventBusName, EventPattern: JSON.stringify(EventPattern) };
    const { RuleArn } = await bus.send(new PutRuleCommand(rule));
    const Statement = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: Arn,
      Condition: { ArnEquals: { "aws:SourceArn": RuleArn } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await bus.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets: [{ Id: "queue", Arn }] }));
    await run();
    const heard = new Map<string, AppointmentEvent>();
    while (!isEnough([...heard.values()])) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "" } of Messages) {
        const { source, "detail-type": type, detail } = JSON.parse(Body);
        expect([source, type]).toEqual(["reservation-api", detail.type]);
        heard.set(detail.id, detail);
      }
    }
    return [...heard.values()];
  } finally {
    await bus.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids: ["queue"] }));
    await bus.send(new DeleteRuleCommand({ Name, EventBusName }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    bus.destroy();
    sqs.destroy();
  }
}
