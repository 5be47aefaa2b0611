/** What goes over the wire, held against openapi.yaml as it stands: no generated code has a say here. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import { isTimeZone } from "../shared/domain/time-zone.ts";

const document = parse(readFileSync("openapi.yaml", "utf8"));
/** Validates as the contract means it: with the formats it uses, and under its name the document itself. */
export const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat("time-zone", isTimeZone);
ajv.addSchema(document, "openapi.yaml");

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** What of an operation's reply is not as the contract promises, or undefined. */
export function contractFault(operationId: OperationId, reply: Reply): string | undefined {
  const operation = operations.find((one) => one.operationId === operationId);
  const what = `${operationId} ${reply.status} ${JSON.stringify(reply.body)}`;
  const promised = resolve([
    "paths",
    `${operation?.path}`,
    `${operation?.method.toLowerCase()}`,
    "responses",
    `${reply.status}`,
  ]);
  if (!promised) return `not in the contract: ${what}`;
  return replyFault(promised, reply, what);
}

/** Likewise, of a refusal that no operation gave: the gateway's own. */
export function problemFault(reply: Reply): string | undefined {
  const promised = resolve(["components", "responses", "Problem"]);
  return promised && replyFault(promised, reply, `${reply.status} ${JSON.stringify(reply.body)}`);
}

/** Likewise, of an event that is published. */
export function eventFault(event: { type: string; from?: unknown }): string | undefined {
  const validate = ajv.getSchema("openapi.yaml#/components/schemas/AppointmentEvent");
  if (!validate?.(event)) return `${JSON.stringify(event)}: ${ajv.errorsText(validate?.errors)}`;
  const isMove = event.type === "appointment.rescheduled";
  return isMove === (event.from !== undefined) ? undefined : `says from where, and is no move, or not: ${event.type}`;
}

function replyFault(promised: Located, reply: Reply, what: string): string | undefined {
  for (const name of Object.keys(promised.node.headers ?? {})) {
    const header = resolve([...promised.at, "headers", name]);
    if (header?.node.required && !headerOf(reply, name)) return `${name} is missing of ${what}`;
  }
  const [type] = Object.keys(promised.node.content ?? {});
  if (type === undefined) return reply.body === undefined ? undefined : `has a body: ${what}`;
  const sent = headerOf(reply, "content-type");
  if (sent !== type) return `is ${sent}, not ${type}: ${what}`;
  const pointer = [...promised.at, "content", type, "schema"].map(escaped).join("/");
  const validate = ajv.getSchema(`openapi.yaml#/${pointer}`);
  if (!validate) return `no schema at ${pointer}`;
  return validate(reply.body) ? undefined : `${what}: ${ajv.errorsText(validate.errors)}`;
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));

// biome-ignore lint/suspicious/noExplicitAny: a YAML document has no type
type Located = { at: string[]; node: any };

/** What stands at a place of the document, or where its reference leads. */
function resolve(at: string[]): Located | undefined {
  const node = at.reduce((parent, key) => parent?.[key], document);
  if (node?.$ref) return resolve(node.$ref.slice(2).split("/"));
  return node && { at, node };
}

const headerOf = ({ headers }: Reply, name: string) =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
