import type { Write } from "../model/call.ts";
import { isWrite } from "./engine.ts";

/** What a request would write, told from its text. */
export function writeOf(command: string, body: string): Write | undefined {
  if (!isWrite(command)) return undefined;
  const { Item, UpdateExpression = "", ExpressionAttributeValues: values = {} } = JSON.parse(body);
  const appointmentId = (Item?.appointmentId ?? values[":mine"])?.S;
  const kind = Item?.appointmentId
    ? "take"
    : UpdateExpression.includes(":cancelled")
      ? "release"
      : UpdateExpression.includes("rescheduledTo")
        ? "decide"
        : "other";
  return { kind, appointmentId, clientId: Item?.clientId?.S, rescheduledTo: values[":to"]?.S };
}
