/** A history in words, for a person. */
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Answer, Call } from "../model/call.ts";
import { isWrite, type Reply } from "./engine.ts";
import type { History } from "./simulate.ts";

/** What happened, one line each: the event's number, the time, and what it was, with short names for ids. */
export function storyOf({ events }: History): string {
  const names = new Map<string, string>();
  const named = (id: string) => {
    if (!decodeAppointmentId(id)) return id;
    names.set(id, names.get(id) ?? `#${names.size + 1}`);
    return `${names.get(id)}`;
  };
  return events
    .map(({ instant, clock, text }) => {
      const short = text
        .replaceAll(/[\w-]{20,}/g, named)
        .replaceAll(/\d{4}-\d\d-(\d\d)T(\d\d:\d\d(:\d\d)?)Z/g, "$1.$2");
      return `${`${instant}`.padStart(4)}  ${formatInstant(clock).slice(11, 19)}  ${short}`;
    })
    .join("\n");
}

const list = (values: object | undefined) => Object.values(values ?? {}).join(" ");

/** What is asked, and by which clock. */
export const askedOf = ({ operationId, now, path, query, body }: Call) =>
  `${operationId} ${[list(path), list(query), list(body)].filter(Boolean).join(" ")} (its server's clock: ${formatInstant(now)})`;

/** What is answered. */
export function answerOf(answer: Answer | undefined): string {
  if (!answer) return "nothing";
  const { type, title: _, status, detail: __, slots, appointments, errors: ___, ...rest } = answer.body ?? {};
  if (type) return `${answer.status} ${type.replace("/problems/", "")} ${list(rest)}`;
  const entries = [slots, appointments].filter(Array.isArray).flat() as Record<string, string>[];
  const told = entries.map((one) => [one.startsAt, one.status, one.appointmentId].filter(Boolean).join(" "));
  const { appointmentId = "", startsAt = "", withdrawn = "" } = rest;
  return `${answer.status} ${status ?? ""} ${appointmentId} ${startsAt} ${withdrawn} ${told.join(", ")}`.replaceAll(
    / +/g,
    " ",
  );
}

/** What a request did to the table, or found there. */
export function actOf(command: string, body: string, { status, text }: Reply): string {
  const { Item, Key, UpdateExpression = "" } = JSON.parse(body);
  const reply = JSON.parse(text);
  const found = [reply.Items, reply.Item, Object.values(reply.Responses ?? {})].flat(2).filter(Boolean);
  const key = (Item ?? Key)?.sk.S ?? "";
  const what = Item ? `${Item.status?.S} ${Item.appointmentId?.S}` : UpdateExpression;
  if (status !== 200) return `${command} ${key} ${what}: ${reply.__type.replace(/^.*#/, "")}`;
  if (isWrite(command)) return `${command} ${key} ${what}: done`;
  const seen = found.map((item) => [item.sk.S, item.status?.S, item.appointmentId?.S].filter(Boolean).join(" "));
  return `${command} ${key} finds ${seen.join(", ") || "nothing"}`;
}
