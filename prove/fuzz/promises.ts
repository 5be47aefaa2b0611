/** What every reply must be like: answered, as the contract says, and no more than that. */
import { bodyKinds } from "../../shared/http/gateway.ts";
import { ajv, contractFault, problemFault } from "../../test/contract.ts";
import { routeOf } from "./contract.ts";
import { bodyOf, type Check, type Exchange, isBroken, operationOf, replyOf, statusOf } from "./exchange.ts";

/** Every whole request is answered, once. Of what is no HTTP the server may also hang up, but not wait. */
export const isAnswered: Check = (exchange) => {
  const { outcome } = exchange;
  if ("reply" in outcome) {
    return outcome.more > 0 && !isBroken(exchange) ? `${outcome.more} bytes came behind the reply` : undefined;
  }
  return isBroken(exchange) && outcome.none === "closed" ? undefined : `${outcome.none}: ${outcome.why}`;
};

export const isNoFailure: Check = (exchange) => {
  const reply = replyOf(exchange);
  return reply && reply.status >= 500 ? `${reply.status} ${reply.body}` : undefined;
};

const isDocumentation = (target: string) => /^\/(docs(\/[\w.-]*)?|openapi\.yaml)?(\?|$)/.test(target);

/** As API Gateway, the server answers a body of any other kind with 400 where no operation is. */
function isKindTheGatewayReads({ request }: Exchange) {
  const kinds = request.headers.filter(([name]) => name.toLowerCase() === "content-type").map(([, value]) => value);
  return kinds.every((kind) => bodyKinds.includes(`${kind.split(";")[0]}`.trim().toLowerCase()));
}

/** The reply is one that the contract promises; where there is no operation, the gateway's. */
export const isAsPromised: Check = (exchange) => {
  const reply = replyOf(exchange);
  if (!reply || isBroken(exchange)) return undefined;
  const { method, target } = exchange.request;
  const sent = { ...reply, body: bodyOf(reply) };
  const operation = operationOf(exchange);
  if (operation) return contractFault(operation.operationId, sent);
  const route = routeOf(target);
  if (route && method === "OPTIONS") return reply.status === 204 ? undefined : `a preflight was ${reply.status}`;
  if ((method === "GET" || method === "HEAD") && isDocumentation(target) && reply.status < 400) return undefined;
  if (reply.status === 400 && !isKindTheGatewayReads(exchange)) return problemFault(sent);
  const expected = route ? 405 : 404;
  if (reply.status !== expected) return `${reply.status}, where no operation is; not ${expected}`;
  if (route && !reply.headers.allow) return "a 405 that does not say what is allowed";
  return method === "HEAD" ? undefined : problemFault(sent);
};

export const isProblem: Check = (exchange) => {
  const reply = replyOf(exchange);
  if (!reply || reply.status < 400 || isBroken(exchange) || exchange.request.method === "HEAD") return undefined;
  const { status, type, title, detail } = Object(bodyOf(reply)) as Record<string, unknown>;
  const texts = [type, title, detail].every((text) => typeof text === "string" && text !== "");
  return texts && status === reply.status ? undefined : `no problem: ${reply.body}`;
};

/** What the contract does not allow is refused, whatever else is true of it. */
export const acceptsNothingElse: Check = (exchange) => {
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

/** Whoever is told that there is more can go on. */
export const goesOn: Check = (exchange) => {
  const reply = replyOf(exchange);
  const cursor = operationOf(exchange)?.parameters.find(({ name }) => name === "cursor");
  if (reply?.status !== 200 || !cursor || isBroken(exchange)) return undefined;
  const { nextCursor } = Object(bodyOf(reply)) as { nextCursor?: string };
  if (nextCursor === undefined || ajv.validate(cursor.schema, nextCursor)) return undefined;
  return `gives a cursor that it does not take: ${nextCursor}`;
};

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
export const injectsNoHeader: Check = (exchange) => {
  const others = Object.keys(replyOf(exchange)?.headers ?? {}).filter((name) => !REPLY_HEADERS.has(name));
  return others.length > 0 ? `has the headers ${others.join(", ")}` : undefined;
};

/** Neither a stack nor a file of ours. */
export const tellsNoInternals: Check = (exchange) => {
  const text = replyOf(exchange)?.body.toString() ?? "";
  if (isDocumentation(exchange.request.target)) return undefined;
  const [found] = /\n\s+at |node_modules|node:internal|index\.mjs|\$metadata|ValidationException/.exec(text) ?? [];
  return found !== undefined || text.includes(process.cwd()) ? `tells of its insides: ${text}` : undefined;
};

/** What Lambda cannot return, API Gateway answers with a 502. Lambda's quota for a synchronous reply is 6 MB. */
const LAMBDA_REPLY_BYTES = 6 * 1024 * 1024;
export const fitsLambda: Check = (exchange) => {
  const size = Buffer.byteLength(JSON.stringify(replyOf(exchange)?.body.toString() ?? ""));
  return operationOf(exchange) && size > LAMBDA_REPLY_BYTES ? `replies ${size} bytes, more than Lambda can` : undefined;
};
