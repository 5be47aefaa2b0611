/** The event API Gateway makes of a request, as far as the handlers look at it. */
import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { ProxyResult } from "../shared/http/proxy-result.ts";

export interface EventParts {
  /** The path of the request, as the gateway passes it on. */
  url?: string | undefined;
  path?: Record<string, string> | undefined;
  query?: Record<string, string | number> | undefined;
  /** Text as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string> | undefined;
}

/** Where the API answers: at a domain of AWS, below a stage. */
export const BASE_URL = "https://api.example.com/prod";

export function proxyEvent(
  { url = "/", path, query = {}, body, headers }: EventParts,
  authorization: string | undefined,
) {
  const { hostname: domainName, pathname: stage } = new URL(BASE_URL);
  const parameters = Object.entries(query).map(([name, value]) => [name, [`${value}`]]);
  return {
    resource: url,
    path: url,
    headers: { ...headers, ...(authorization !== undefined && { Authorization: authorization }) },
    pathParameters: path ?? null,
    multiValueQueryStringParameters: parameters.length > 0 ? Object.fromEntries(parameters) : null,
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: randomUUID(), domainName, path: `${stage}${url}` },
  } as unknown as APIGatewayProxyEvent;
}

/** A handler's result as its caller gets it. */
export const replyOf = ({ statusCode, headers, body }: ProxyResult) => ({
  status: statusCode,
  headers,
  body: body === "" ? undefined : /json$/.test(`${headers["Content-Type"]}`) ? JSON.parse(body) : body,
});
