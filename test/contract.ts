/** Checks replies and events against openapi.yaml itself, not against generated code. */
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import { isName } from "../shared/domain/name.ts";
import { isTimeZone } from "../shared/domain/time-zone.ts";
import { document, type Node } from "./document.ts";

/** Knows the contract's formats, and the document by its file name. */
export const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat("time-zone", isTimeZone);
ajv.addFormat("name", isName);
const strict = structuredClone(document);
closeObjects(strict.components.schemas);
ajv.addSchema(strict, "openapi.yaml");

/** Allows only the fields that the contract names: clients ignore others, but a reply must not have them. */
function closeObjects(node: unknown) {
  if (typeof node !== "object" || node === null) return;
  if ("properties" in node) Object.assign(node, { additionalProperties: false });
  for (const child of Object.values(node)) closeObjects(child);
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** How an operation's reply breaks the contract; undefined if it does not. */
export function contractFault(operationId: OperationId, reply: Reply): string | undefined {
  const { path, method } = operations.find((one) => one.operationId === operationId) ?? {};
  return replyFault(
    ["paths", `${path}`, `${method?.toLowerCase()}`, "responses", `${reply.status}`],
    reply,
    operationId,
  );
}

/** Likewise for the gateway's own refusals, which come from no operation. */
export const problemFault = (reply: Reply) => replyFault(["components", "responses", "Problem"], reply);

function replyFault(at: string[], reply: Reply, operationId = ""): string | undefined {
  const promised = promiseAt(at);
  const what = () => `${operationId} ${reply.status} ${JSON.stringify(reply.body)}`;
  if (!promised) return `not in the contract: ${what()}`;
  const missing = promised.headers.find((name) => !headerOf(reply, name));
  if (missing) return `${missing} is missing of ${what()}`;
  const { type, validate } = promised;
  if (!validate) return reply.body === undefined ? undefined : `has a body: ${what()}`;
  const sent = headerOf(reply, "content-type");
  if (sent !== type) return `is ${sent}, not ${type}: ${what()}`;
  return validate(reply.body) ? undefined : `${what()}: ${ajv.errorsText(validate.errors)}`;
}

/** Likewise for a published event. */
export function eventFault(event: { type: string; from?: unknown }): string | undefined {
  const validate = ajv.getSchema("openapi.yaml#/components/schemas/AppointmentEvent");
  if (!validate?.(event)) return `${JSON.stringify(event)}: ${ajv.errorsText(validate?.errors)}`;
  const isMove = event.type === "appointment.rescheduled";
  if (isMove === (event.from !== undefined)) return undefined;
  return `${event.type} ${isMove ? "does not say from where" : "says from where, and is no move"}`;
}

interface Promised {
  /** The headers that every such reply has. */
  headers: string[];
  /** Its body's type and schema, if it has a body. */
  type?: string;
  validate?: ValidateFunction;
}
const promises = new Map<string, Promised | undefined>();

/** What the contract promises of the reply at a place of the document. */
function promiseAt(at: string[]): Promised | undefined {
  const name = at.join("/");
  if (!promises.has(name)) promises.set(name, readPromise(at));
  return promises.get(name);
}

function readPromise(at: string[]): Promised | undefined {
  const promised = resolve(at);
  if (!promised) return undefined;
  const headers = Object.keys(promised.node.headers ?? {}).filter(
    (name) => resolve([...promised.at, "headers", name])?.node.required,
  );
  const [type] = Object.keys(promised.node.content ?? {});
  if (type === undefined) return { headers };
  const pointer = [...promised.at, "content", type, "schema"].map(escaped).join("/");
  const validate = ajv.getSchema(`openapi.yaml#/${pointer}`);
  if (!validate) throw new Error(`There is no schema at ${pointer}.`);
  return { headers, type, validate };
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));

type Located = { at: string[]; node: Node };

/** What stands at a place of the document, or where its reference leads. */
function resolve(at: string[]): Located | undefined {
  const node = at.reduce((parent, key) => parent?.[key], document);
  if (node?.$ref) return resolve(node.$ref.slice(2).split("/"));
  return node && { at, node };
}

const headerOf = ({ headers }: Reply, name: string) =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
