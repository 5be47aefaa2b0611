/** Sends files, and generated content as if it were a file. */
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { extname } from "node:path";

/** Only files of these kinds are sent. */
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".yaml": "application/yaml; charset=utf-8",
};

/** The path that a request reads, without its query; "" if the request is not a read. */
export const readPath = ({ method, url = "/" }: IncomingMessage) =>
  method === "GET" || method === "HEAD" ? url.replace(/\?.*$/, "") : "";

/** Sends a file; returns false if there is no such file. */
export const sendFile = (response: ServerResponse, file: string): boolean =>
  extname(file) in TYPES && existsSync(file) && send(response, file, readFileSync(file));

/** Sends what could be a file of this name. */
export function send(
  response: ServerResponse,
  name: string,
  content: string | Uint8Array | undefined,
  headers: OutgoingHttpHeaders = {},
): true {
  response
    .writeHead(200, { "Content-Type": TYPES[extname(name)], "Cache-Control": "no-cache", ...headers })
    .end(content);
  return true;
}
