import type { APIGatewayProxyEvent } from "aws-lambda";
import { header } from "./request.ts";

/**
 * Where the API answers, as the caller reached it, without a slash at the end. AWS names the domain, and serves it by HTTPS
 * alone; on a laptop and on an emulator the request's own Host counts. Before the resource's path stands the stage, or a
 * domain's base path.
 */
export function baseUrl(event: APIGatewayProxyEvent) {
  const { domainName, path = "" } = event.requestContext;
  const origin = domainName ? `https://${domainName}` : `http://${header(event, "host")}`;
  return origin + path.replace(/\/$/, "").split("/").slice(0, -segments(event.resource)).join("/");
}

/** `/users/{userId}` has two. */
const segments = (resource: string) => resource.split("/").length - 1;
