import type { APIGatewayProxyEvent } from "aws-lambda";
import { header } from "./headers.ts";

/**
 * The API's URL as the caller reached it, without a slash at the end. AWS names the domain in the event and serves only
 * HTTPS; on a laptop and on an emulator the domain is in the Host header. The request's path may begin with the stage, or
 * with a custom domain's base path, before the resource's path: that belongs to the URL.
 */
export function baseUrl(event: APIGatewayProxyEvent) {
  const { domainName, path = "" } = event.requestContext;
  const origin = domainName ? `https://${domainName}` : `http://${header(event, "host")}`;
  return origin + path.replace(/\/$/, "").split("/").slice(0, -segments(event.resource)).join("/");
}

/** How many segments a path has: `/users/{userId}` has two. */
const segments = (resource: string) => resource.split("/").length - 1;
