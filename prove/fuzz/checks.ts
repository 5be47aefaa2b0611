/** What must be true of every exchange. Each check returns what is wrong, or nothing. */
import { ajv, contractFault, problemFault } from "../../test/contract.ts";
import type { Person } from "./callers.ts";
import { type Operation, routeOf } from "./contract.ts";
import { isParty, isTheirs, type Ledger } from "./ledger.ts";
import type { Write } from "./recorder.ts";
import type { WireReply } from "./reply.ts";
import { bytesOf, type Request, textOf } from "./request.ts";
import type { Outcome } from "./send.ts";

export interface Exchange {
  request: Request;
  outcome: Outcome;
  /** What it wrote. */
  writes: Write[];
}

/** What is known from elsewhere. */
export interface Knowledge {
  ledger: Ledger;
  secrets: readonly { text: string; owner: string }[];
}

type Check = (exchange: Exchange, knowledge: Knowledge) => string | undefined;

const replyOf = ({ outcome }: Exchange) => ("reply" in outcome ? outcome.reply : undefined);
const statusOf = (exchange: Exchange) => replyOf(exchange)?.status ?? 0;

/** Node's own bound on a request's head; beyond it the server need not speak as the contract does. */
const MAX_HEAD_BYTES = 16 * 1024;
const isBroken = ({ request }: Exchange) =>
  request.breakage !== undefined || bytesOf({ ...request, body: Buffer.alloc(0) }).length > MAX_HEAD_BYTES;

/** The operation a request came to, if it came to one. */
export function operationOf({ request }: Exchange): Operation | undefined {
  return routeOf(request.target)?.offered.find(({ method }) => method === request.method);
}

/** Every whole request is answered, once. Of what is no HTTP the server may also hang up, but not wait. */
const isAnswered: Check = (exchange) => {
  const { outcome } = exchange;
  if ("reply" in outcome) {
    return outcome.more > 0 && !isBroken(exchange) ? `${outcome.more} bytes came behind the reply` : undefined;
  }
  return isBroken(exchange) && outcome.none === "closed" ? undefined : `${outcome.none}: ${outcome.why}`;
};

const isNoFailure: Check = (exchange) => {
  const reply = replyOf(exchange);
  return reply && reply.status >= 500 ? `${reply.status} ${reply.body}` : undefined;
};

function bodyOf({ headers, body }: WireReply): unknown {
  if (body.length === 0) return undefined;
  return /json$/.test(headers["content-type"] ?? "") ? JSON.parse(body.toString()) : body.toString();
}

const isDocumentation = (target: string) => /^\/(docs(\/[\w.-]*)?|openapi\.yaml)?(\?|$)/.test(target);

/** The reply is one that the contract promises; where there is no operation, the gateway's. */
const isAsPromised: Check = (exchange) => {
  const reply = replyOf(exchange);
  if (!reply || isBroken(exchange)) return undefined;
  const { method, target } = exchange.request;
  const sent = { ...reply, body: bodyOf(reply) };
  const operation = operationOf(exchange);
  if (operation) return contractFault(operation.operationId, sent);
  const route = routeOf(target);
  if (route && method === "OPTIONS") return reply.status === 204 ? undefined : `a preflight was ${reply.status}`;
  if ((method === "GET" || method === "HEAD") && isDocumentation(target) && reply.status < 400) return undefined;
  const expected = route ? 405 : 404;
  if (reply.status !== expected) return `${reply.status}, where no operation is; not ${expected}`;
  if (route && !reply.headers.allow) return "a 405 that does not say what is allowed";
  return method === "HEAD" ? undefined : problemFault(sent);
};

const isProblem: Check = (exchange) => {
  const reply = replyOf(exchange);
  if (!reply || reply.status < 400 || isBroken(exchange) || exchange.request.method === "HEAD") return undefined;
  const { status, type, title, detail } = (bodyOf(reply) ?? {}) as Record<string, unknown>;
  const texts = [type, title, detail].every((text) => typeof text === "string" && text !== "");
  return texts && status === reply.status ? undefined : `no problem: ${reply.body}`;
};

/** Without a good token there is nothing to be had, and with one only what its role may ever do. */
const knowsItsCaller: Check = (exchange) => {
  const operation = operationOf(exchange);
  const status = statusOf(exchange);
  if (!operation || status === 0 || isBroken(exchange)) return undefined;
  const { caller, body = "" } = exchange.request;
  const refused = !caller ? 401 : operation.roles.includes(caller.role) ? undefined : 403;
  const isOverruled = body.length > 10 * 1024 * 1024 || exchange.request.headers.filter(isAuthorization).length > 1;
  if (refused === undefined || isOverruled)
    return status === 401 && !isOverruled ? "a good token was a 401" : undefined;
  return status === refused ? undefined : `${status}, not ${refused}`;
};
const isAuthorization = ([name]: [string, string]) => name.toLowerCase() === "authorization";

/** A refused request and a read write nothing, and a write changes what is its caller's. */
const writesItsOwn: Check = (exchange, { ledger }) => {
  const { request, writes } = exchange;
  const status = statusOf(exchange);
  const said = () => JSON.stringify(writes);
  if (writes.length === 0) return undefined;
  if (status >= 400 || status === 0) return `refused with ${status || "nothing"}, and wrote ${said()}`;
  if (request.method === "GET") return `read, and wrote ${said()}`;
  const { caller } = request;
  const foreign = writes.filter((write) => !caller || !isTheirs(caller, write, ledger));
  return foreign.length > 0 ? `wrote what is not ${caller?.userId}'s: ${JSON.stringify(foreign)}` : undefined;
};

/** What is not its caller's is not in a reply, unless the request said it itself. Cursors are read too. */
const revealsNothing: Check = (exchange, { ledger, secrets }) => {
  const reply = replyOf(exchange);
  const { caller } = exchange.request;
  if (!reply || caller?.role === "admin") return undefined;
  const text = [...Object.values(reply.headers), reply.body.toString()].join("\n");
  // As long as an id or a cursor may be.
  const ids = text.match(/[\w-]{24,1000}/g) ?? [];
  const all = [text, ...ids.map((id) => Buffer.from(id, "base64url").toString("latin1"))].join("\n");
  const said = textOf(exchange.request);
  // Who deletes itself is told what is in its way, whichever role its token has by now.
  const asked =
    operationOf(exchange)?.operationId === "deleteUser" && caller ? ({ ...caller, role: "provider" } as const) : caller;
  const leaked = [
    ...ids.filter((id) => !mayKnow(asked, ledger.appointments.get(id))),
    ...secrets
      .filter(({ text, owner }) => all.includes(text) && !mayName(caller, owner, ledger))
      .map(({ text }) => text),
  ].filter((one) => !said.includes(one));
  return leaked.length > 0 ? `tells ${caller?.userId ?? "nobody"} of ${leaked.join(", ")}` : undefined;
};

const mayKnow = (caller: Person | undefined, owners: Parameters<typeof isParty>[1] | undefined) =>
  owners === undefined || (caller !== undefined && isParty(caller, owners));

/** A provider knows who its clients are. */
const mayName = (caller: Person | undefined, clientId: string, { appointments }: Ledger) =>
  caller?.userId === clientId ||
  (caller?.role === "provider" &&
    [...appointments.values()].some((one) => one.clientId === clientId && one.providerId === caller.userId));

/** An appointment is had by its parties only, and by the one id that was given out. */
const grantsNothing: Check = (exchange, { ledger }) => {
  const { appointmentId } = routeOf(exchange.request.target)?.parameters ?? {};
  const status = statusOf(exchange);
  if (appointmentId === undefined || !operationOf(exchange) || status >= 300 || isBroken(exchange)) return undefined;
  const owners = ledger.appointments.get(appointmentId);
  if (!owners) return `${status} for an id that was never given out`;
  return mayKnow(exchange.request.caller, owners) ? undefined : `${status} for someone else's appointment`;
};

/** What the contract does not allow is refused, whatever else is true of it. */
const acceptsNothingElse: Check = (exchange) => {
  const operation = operationOf(exchange);
  if (!operation || statusOf(exchange) >= 300 || isBroken(exchange)) return undefined;
  const { target, body } = exchange.request;
  const query = new URLSearchParams(target.split(/\?(.*)/s)[1] ?? "");
  const path = routeOf(target)?.parameters ?? {};
  const faults = operation.parameters.flatMap(({ in: where, name, schema }) => {
    const values = where === "path" ? [path[name] ?? ""] : where === "query" ? query.getAll(name) : [];
    const typed = values.map((value) => (schema.type === "integer" && /^-?\d+$/.test(value) ? Number(value) : value));
    if (values.length > 1) return [`${name} was given ${values.length} times`];
    return typed.every((value) => ajv.validate(schema, value)) ? [] : [`${name}: ${ajv.errorsText()}`];
  });
  if (operation.body && !ajv.validate(operation.body, parsed(body))) faults.push(`body: ${ajv.errorsText()}`);
  return faults.length > 0 ? `${statusOf(exchange)} in spite of ${faults.join("; ")}` : undefined;
};

function parsed(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString() ?? "");
  } catch {
    return undefined;
  }
}

/** No header but those that are meant: none that a request injected. */
const REPLY_HEADERS = new Set([
  ...[
    "date",
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "content-type",
    "cache-control",
    "vary",
  ],
  ...["x-request-id", "etag", "location", "retry-after", "www-authenticate", "allow", "access-control-allow-origin"],
  ...[
    "access-control-expose-headers",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
  ],
]);
const injectsNoHeader: Check = (exchange) => {
  const others = Object.keys(replyOf(exchange)?.headers ?? {}).filter((name) => !REPLY_HEADERS.has(name));
  return others.length > 0 ? `has the headers ${others.join(", ")}` : undefined;
};

/** Neither a stack nor a file of ours. */
const tellsNoInternals: Check = (exchange) => {
  const text = replyOf(exchange)?.body.toString() ?? "";
  if (isDocumentation(exchange.request.target)) return undefined;
  const [found] = /\n\s+at |node_modules|node:internal|index\.mjs|\$metadata|ValidationException/.exec(text) ?? [];
  return found !== undefined || text.includes(process.cwd()) ? `tells of its insides: ${text}` : undefined;
};

/** What Lambda cannot return, API Gateway answers with a 502. Lambda's quota for a synchronous reply is 6 MB. */
const LAMBDA_REPLY_BYTES = 6 * 1024 * 1024;
const fitsLambda: Check = (exchange) => {
  const size = Buffer.byteLength(JSON.stringify(replyOf(exchange)?.body.toString() ?? ""));
  return operationOf(exchange) && size > LAMBDA_REPLY_BYTES ? `replies ${size} bytes, more than Lambda can` : undefined;
};

const checks: Record<string, Check> = {
  isAnswered,
  isNoFailure,
  isAsPromised,
  isProblem,
  knowsItsCaller,
  writesItsOwn,
  revealsNothing,
  grantsNothing,
  acceptsNothingElse,
  injectsNoHeader,
  tellsNoInternals,
  fitsLambda,
};

export interface Finding {
  check: string;
  what: string;
}

/** All that is wrong with an exchange. */
export const judge = (exchange: Exchange, knowledge: Knowledge): Finding[] =>
  Object.entries(checks).flatMap(([name, check]) => {
    const what = check(exchange, knowledge);
    return what === undefined ? [] : [{ check: name, what }];
  });
