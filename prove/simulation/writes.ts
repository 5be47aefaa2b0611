import type { Write } from "../model/call.ts";
import { isWrite, type Reply } from "./engine.ts";

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

/** What of it counts, given DynamoDB's reply: whose decision was refused did not decide. */
export const actedAs = (write: Write | undefined, { status }: Reply) =>
  write?.kind === "decide" && status !== 200 ? undefined : write;
