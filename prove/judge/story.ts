/** Describes calls, answers and requests in words. */
import { formatInstant } from "../../shared/domain/time.ts";
import type { Answer, Call } from "../model/call.ts";
import type { Raw } from "../world/expressions.ts";
import type { Reply } from "../world/faults.ts";

const list = (values: object | undefined) => Object.values(values ?? {}).join(" ");

/** A call, with the time of its server's clock. */
export const askedOf = ({ operationId, now, path, query, body }: Call) =>
  `${operationId} ${[list(path), list(query), list(body)].filter(Boolean).join(" ")} (its server's clock: ${formatInstant(now)})`;

export function answerOf({ status, body }: Answer): string {
  const { type, title: _, detail: __, status: ___, errors: ____, ...rest } = Object(body);
  const told = typeof body === "string" ? body.replaceAll("\r\n", " ") : JSON.stringify(rest);
  return `${status} ${type ?? ""} ${told}`;
}

/** What a request did to the table, or found there. */
export function actOf(command: string, body: string, { status, body: reply }: Reply): string {
  const input = JSON.parse(body);
  const operations: Record<string, Raw>[] = input.TransactItems?.flatMap(Object.values) ?? [input];
  const wanted = operations.map(
    ({ Item, Key, UpdateExpression = "" }) => `${nameOf(Item ?? Key)} ${Item ? "" : UpdateExpression}`,
  );
  const what = `${command} ${wanted.join(" and ")}`;
  if (status !== 200)
    return `${what}: ${reply.__type.replace(/^.*#/, "")} ${reply.CancellationReasons?.map(({ Code }: { Code: string }) => Code) ?? ""}`;
  const found = [reply.Items, reply.Item, Object.values(reply.Responses ?? {})].flat(2).filter(Boolean);
  return `${what}: ${found.map((item) => nameOf(item.Item ?? item)).join(", ") || "done"}`;
}

const nameOf = (item: Raw | undefined) =>
  [item?.sk?.S, item?.status?.S, item?.appointmentId?.S].filter(Boolean).join(" ");
