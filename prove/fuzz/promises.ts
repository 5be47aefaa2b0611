/** What must be true of every reply, whatever was asked. */

import type { Caller } from "../../shared/domain/access.ts";
import { decodeFeedKey } from "../../shared/domain/feed-key.ts";
import { bodyKinds } from "../../shared/http/gateway.ts";
import { ajv, contractFault, problemFault } from "../../test/contract.ts";
import type { Raw } from "../world/expressions.ts";
import { type Operation, routeOf } from "./contract.ts";

export interface Request {
  method: string;
  target: string;
  headers: [name: string, value: string][];
  body?: Buffer | undefined;
  /** Who sends it; undefined if it has no valid token. */
  caller?: Caller | undefined;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  text: string;
  body: unknown;
}

/** Whose an appointment is. */
export interface Ownership {
  providerId: string;
  clientId: string;
}

export interface Exchange {
  request: Request;
  reply: Reply;
  /** The items it wrote, as they are afterwards; a deleted one as it was. */
  writes: Raw[];
  /** The lines it logged. */
  log: string[];
  /** Whose each appointment is, past ones too, by its id. */
  owners: ReadonlyMap<string, Ownership>;
  /** Texts that are private to a client and appear nowhere else. */
  secrets: readonly { text: string; owner: string }[];
}

type Check = (exchange: Exchange) => string | undefined;

/** The operation that a request reaches, if any. */
export const operationOf = ({ method, target }: Request): Operation | undefined =>
  routeOf(target)?.offered.find((one) => one.method === method);

export const isParty = ({ role, userId }: Caller, { providerId, clientId }: Ownership) =>
  role === "admin" || userId === clientId || (role === "provider" && userId === providerId);

const headersOf = ({ headers }: Request, wanted: string) =>
  headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? value : []));

/** Whether API Gateway can read the body. If not, and no operation has this path, it answers 400. */
const isReadByTheGateway = (request: Request) =>
  headersOf(request, "content-type").every((kind) => bodyKinds.includes(`${kind.split(";")[0]}`.trim().toLowerCase()));

/** Lambda's quota for a synchronous reply, in bytes. */
const LAMBDA_REPLY_BYTES = 6 * 1024 * 1024;

const checks: Record<string, Check> = {
  isNoFailure: ({ reply }) => (reply.status >= 500 ? "is a failure of the server" : undefined),

  /** The reply is as the contract promises; without an operation, it is the gateway's. */
  isAsPromised({ request, reply }) {
    const operation = operationOf(request);
    if (reply.status >= 400 && request.method !== "HEAD" && Object(reply.body).status !== reply.status)
      return "without a problem of that status";
    if (operation) return contractFault(operation.operationId, reply);
    const route = routeOf(request.target);
    if (route && request.method === "OPTIONS")
      return reply.status === 204 ? undefined : "where a preflight should be 204";
    if (isDocumentation(request) && reply.status < 400) return undefined;
    const expected = reply.status === 400 && !isReadByTheGateway(request) ? 400 : route ? 405 : 404;
    if (reply.status !== expected) return `where there is no operation, instead of ${expected}`;
    if (expected === 405 && !reply.headers.allow) return "without an Allow header";
    return request.method === "HEAD" ? undefined : problemFault(reply);
  },

  /** A request that the contract does not allow is refused. */
  acceptsNothingElse({ request, reply }) {
    const operation = operationOf(request);
    if (!operation || reply.status >= 300) return undefined;
    const query = new URLSearchParams(request.target.split(/\?(.*)/s)[1] ?? "");
    const path = routeOf(request.target)?.parameters ?? {};
    const faults = operation.parameters.flatMap(({ in: where, name, schema }) => {
      const values = where === "path" ? [path[name] ?? ""] : where === "query" ? query.getAll(name) : [];
      const typed = values.map((value) => (schema.type === "integer" && /^-?\d+$/.test(value) ? Number(value) : value));
      if (values.length > 1) return [`${name} was given ${values.length} times`];
      return typed.every((value) => ajv.validate(schema, value)) ? [] : [`${name}: ${ajv.errorsText()}`];
    });
    if (operation.body && !ajv.validate(operation.body, parsed(request.body?.toString() ?? "")))
      faults.push(`body: ${ajv.errorsText()}`);
    return faults.length > 0 ? `in spite of ${faults.join("; ")}` : undefined;
  },

  /** A request without a valid token gets 401, and one by a role that may not call the operation gets 403. */
  knowsItsCaller({ request: { caller, ...request }, reply: { status } }) {
    const { roles } = operationOf(request) ?? {};
    if (!roles) return undefined;
    const refused = !caller ? 401 : roles.includes(caller.role) ? undefined : 403;
    if (refused !== undefined) return status === refused ? undefined : `instead of ${refused}`;
    return status === 401 ? "for a valid token" : undefined;
  },

  /** Refused requests and reads write nothing. Other requests change only their caller's items. */
  writesItsOwn({ request: { method, caller }, reply: { status }, writes, owners }) {
    if (writes.length === 0) return undefined;
    const isOwn = ({ pk, clientId, appointmentId }: Raw) => {
      const [kind, userId] = `${pk?.S}`.split("#");
      if (caller?.role === "admin" || userId === caller?.userId)
        return kind !== "PROVIDER" || caller?.role !== "client";
      // Whoever takes the slot of a cancelled appointment also writes its record.
      return clientId?.S === caller?.userId || (kind === "PAST" && owners.has(`${appointmentId?.S}`));
    };
    const isAllowed = status < 400 && method !== "GET" && writes.every(isOwn);
    return isAllowed ? undefined : `wrote ${JSON.stringify(writes)}`;
  },

  /** A reply has nothing about other people, unless the request had it too. Cursors are decoded first. */
  revealsNothing({ request, reply, owners, secrets }) {
    // Whoever has the key of a calendar feed reads it as its owner.
    const feed = decodeFeedKey(routeOf(request.target)?.parameters.feedKey ?? "");
    const caller = feed ? { userId: feed.userId, role: "provider" as const } : request.caller;
    if (caller?.role === "admin") return undefined;
    const ids = [...Object.values(reply.headers), reply.text].join("\n").match(/[\w-]{24,2000}/g) ?? [];
    const all = [reply.text, ...ids.map((id) => Buffer.from(id, "base64url").toString("latin1"))].join("\n");
    const asked = [request.target, decoded(request.target), request.body?.toString()].join("\n");
    // A user who may not be deleted yet is told which appointments are in the way, whatever role the token has by now.
    const isLeaving = operationOf(request)?.operationId === "deleteUser";
    const mayKnow = (owned: Ownership | undefined) =>
      !owned || (caller && (isParty(caller, owned) || (isLeaving && caller.userId === owned.providerId)));
    const mayName = (owner: string) =>
      caller?.userId === owner ||
      [...owners.values()].some((one) => one.clientId === owner && caller?.userId === one.providerId);
    const leaked = [
      ...ids.filter((id) => !mayKnow(owners.get(id))),
      ...secrets.flatMap(({ text, owner }) => (all.includes(text) && !mayName(owner) ? text : [])),
    ].filter((one) => !asked.includes(one));
    return leaked.length > 0 ? `reveals ${leaked.join(", ")}` : undefined;
  },

  /** Only an appointment's parties reach it, and only by the id that was given out. */
  grantsNothing({ request, reply, owners }) {
    const { appointmentId } = routeOf(request.target)?.parameters ?? {};
    if (appointmentId === undefined || !operationOf(request) || reply.status >= 300) return undefined;
    const owned = owners.get(appointmentId);
    if (!owned) return "for an id that was never given out";
    return request.caller && isParty(request.caller, owned) ? undefined : "for someone else's appointment";
  },

  injectsNoHeader: ({ reply }) =>
    "x-injected" in reply.headers ? "with a header that the request injected" : undefined,

  /** A reply shows no stack trace and no path of a file of ours. */
  tellsNoInternals: ({ request, reply: { text } }) =>
    !isDocumentation(request) &&
    (/\n\s+at |node_modules|node:internal|\$metadata|ValidationException/.test(text) || text.includes(process.cwd()))
      ? "reveals internals"
      : undefined,

  fitsLambda: ({ reply }) =>
    Buffer.byteLength(JSON.stringify(reply.text)) > LAMBDA_REPLY_BYTES ? "with more than Lambda can return" : undefined,

  /** The log has one kind of line, about requests, without their tokens and bodies. Any other line is a bug. */
  logsNoSecret({ request, log }) {
    const fields = [...(request.body?.toString() ?? "").matchAll(/"([^"\\]+)":"([^"\\]{12,})"/g)];
    const secrets = fields.flatMap(([, name = "", value = ""]) => (/Id$/.test(name) ? [] : [value]));
    const line = log.find(
      (one) =>
        /eyJ[\w-]+\./.test(one) || !one.startsWith('{"level":"INFO"') || secrets.some((text) => one.includes(text)),
    );
    return line && `logs ${line}`;
  },
};

/** What is wrong with an exchange, or undefined. */
export function wrongExchange(exchange: Exchange): string | undefined {
  for (const [name, check] of Object.entries(checks)) {
    const what = check(exchange);
    if (what) return `${name}: ${exchange.reply.status} ${what}`;
  }
  return undefined;
}

const isDocumentation = ({ method, target }: Request) =>
  ["GET", "HEAD"].includes(method) && /^\/(docs(\/[\w.-]*)?|openapi\.yaml)?(\?|$)/.test(target);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const decoded = (target: string) =>
  target.replace(/(%[0-9a-f]{2})+/gi, (escaped) => Buffer.from(escaped.replaceAll("%", ""), "hex").toString());

/** How two replies differ, apart from request ids and dates. */
export function difference(one: Reply, other: Reply): string | undefined {
  const [a, b] = [one, other].map(({ status, headers, text }) => {
    const { "x-request-id": _, date: __, ...rest } = headers;
    return JSON.stringify([status, rest, text]);
  });
  return a === b ? undefined : `tellsNoExistence: answers ${a} for what exists and ${b} for what does not`;
}
