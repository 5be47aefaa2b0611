/** Stands in for API Gateway: turns an HTTP request into the event of a proxy integration, and the result into a reply. */

import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Handlers } from "../build/handlers.gen.ts";
import { operations } from "../shared/contract/operations.gen.ts";
import { exposedHeaders } from "../shared/http/cors.ts";
import {
  bodyKinds,
  bodyTooLarge,
  gatewayFailed,
  MethodNotAllowed,
  noSuchPath,
  preflight,
  unreadable,
} from "../shared/http/gateway.ts";
import { Problem, problemReply } from "../shared/http/problem.ts";
import type { ProxyResult } from "../shared/http/proxy-result.ts";

/** The largest body that API Gateway accepts, in bytes. The functions reject what is over 64 KiB. */
const MAX_GATEWAY_BYTES = 10 * 1024 * 1024;

const resources = Map.groupBy(operations, ({ path }) => path);
/** A slash at the end is ignored, as API Gateway does. */
const patterns = [...resources.keys()].map((resource) => ({
  resource,
  pattern: new RegExp(`^${resource.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`),
}));

/** Answers every request: with the operation's handler, or itself where API Gateway does. */
export const gateway = (handlers: Handlers) => (request: IncomingMessage, response: ServerResponse) => {
  void answer(handlers, request, response);
  return true;
};

async function answer(handlers: Handlers, request: IncomingMessage, response: ServerResponse) {
  const requestId = randomUUID();
  try {
    const result = await route(handlers, request, requestId);
    send(response, result);
  } catch (error) {
    if (!response.destroyed) send(response, gatewayProblem(error, requestId));
  }
}

async function route(handlers: Handlers, request: IncomingMessage, requestId: string): Promise<ProxyResult> {
  const [pathname = "/", search = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const match = patterns.flatMap(({ resource, pattern }) => {
    const found = pattern.exec(pathname);
    return found ? [{ resource, pathParameters: { ...found.groups } }] : [];
  })[0];
  if (!match) throw unlessUnreadable(noSuchPath(), request);
  const offered = resources.get(match.resource) ?? [];
  const methods = offered.map(({ method }) => method);
  if (request.method === "OPTIONS") return preflightReply(methods);
  const operation = offered.find(({ method }) => method === request.method);
  if (!operation) throw unlessUnreadable(new MethodNotAllowed(methods), request);
  const body = await readBody(request);
  return handlers[operation.operationId](proxyEvent(request, { ...match, path: pathname, search }, body, requestId));
}

/** The problem as it is, or the 400 that API Gateway gives for a content type it has no template for. */
function unlessUnreadable(problem: Problem, { headers }: IncomingMessage): Problem {
  const [kind = ""] = (headers["content-type"] ?? "application/json").split(";");
  return bodyKinds.includes(kind.trim().toLowerCase()) ? problem : unreadable();
}

const preflightReply = (methods: readonly string[]): ProxyResult => ({
  statusCode: 204,
  headers: {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": [...methods, "OPTIONS"].join(","),
    "Access-Control-Allow-Headers": preflight.headers.join(","),
    "Access-Control-Max-Age": `${preflight.maxAge}`,
  },
  body: "",
});

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // A body that is too large is read to its end: a client that is still sending would not read the reply.
    if (size <= MAX_GATEWAY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_GATEWAY_BYTES) throw bodyTooLarge();
  return Buffer.concat(chunks);
}

interface Match {
  resource: string;
  pathParameters: Record<string, string>;
  path: string;
  search: string;
}

/** The event of a Lambda proxy integration, format 1.0, as in the API Gateway developer guide. */
function proxyEvent(
  request: IncomingMessage,
  { resource, pathParameters, path, search }: Match,
  body: Buffer,
  requestId: string,
): APIGatewayProxyEvent {
  const headers = multiValue(pairs(request.rawHeaders));
  const query = multiValue([...new URLSearchParams(search)]);
  const isText = isUtf8(body);
  const httpMethod = request.method ?? "GET";
  return {
    resource,
    path,
    httpMethod,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(lastOf(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull(pathParameters),
    stageVariables: null,
    body: body.length === 0 ? null : body.toString(isText ? "utf8" : "base64"),
    isBase64Encoded: body.length > 0 && !isText,
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      authorizer: null,
      protocol: "HTTP/1.1",
      httpMethod,
      path,
      stage: "local",
      requestId,
      requestTimeEpoch: Date.now(),
      resourceId: resource,
      resourcePath: resource,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: request.socket.remoteAddress ?? "",
        user: null,
        userAgent: request.headers["user-agent"] ?? null,
        userArn: null,
      },
    },
  };
}

const pairs = (raw: string[]) =>
  raw.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));

function multiValue(entries: [string, string][]): Record<string, string[]> {
  const grouped = Map.groupBy(entries, ([name]) => name);
  return Object.fromEntries([...grouped].map(([name, all]) => [name, all.map(([, value]) => value)]));
}

const lastOf = (values: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? ""]));

const orNull = <T extends object>(record: T) => (Object.keys(record).length > 0 ? record : null);

function gatewayProblem(error: unknown, requestId: string): ProxyResult {
  if (!(error instanceof Problem)) console.error(error);
  const { headers, ...reply } = problemReply(error instanceof Problem ? error : gatewayFailed(requestId));
  return {
    ...reply,
    headers: {
      "X-Request-Id": requestId,
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers": exposedHeaders,
      ...headers,
    },
  };
}

function send(response: ServerResponse, { statusCode, headers, body, isBase64Encoded }: ProxyResult) {
  response.writeHead(statusCode, headers);
  response.end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}
