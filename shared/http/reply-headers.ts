import type { APIGatewayProxyEvent } from "aws-lambda";
import { corsOrigins } from "../config.ts";
import { exposedHeaders } from "./cors.ts";
import { header } from "./headers.ts";
import type { Call, Middleware } from "./middleware.ts";

/** Adds the headers that every reply has, including a problem's. Those that the reply sets itself win. */
export function replyHeaders(): Middleware {
  const add = ({ event, response }: Call<unknown>) => {
    response.headers = { ...headersFor(event), ...response.headers };
  };
  return { after: add, onError: add };
}

function headersFor(event: APIGatewayProxyEvent): Record<string, string> {
  const origin = header(event, "origin");
  const allowed = corsOrigins.includes("*") ? "*" : corsOrigins.find((one) => one === origin);
  return {
    "X-Request-Id": event.requestContext.requestId,
    "Cache-Control": "no-store",
    ...(allowed && {
      "Access-Control-Allow-Origin": allowed,
      "Access-Control-Expose-Headers": exposedHeaders,
    }),
    ...(allowed && allowed !== "*" && { Vary: "Origin" }),
  };
}
