/** Serves the page: static files, and the `config.json` that says where the API and the issuer are. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { PAGE } from "../build/page.ts";
import type { Config } from "../web/config.ts";
import { CLIENT_ID } from "./issuer/provider.ts";
import { readPath, send, sendFile } from "./static.ts";

/** The page's `config.json` when the local server is both its API and its issuer. */
export const localConfig = (url: string): Config => ({
  api: url,
  issuer: `${url}/issuer`,
  clientId: CLIENT_ID,
  docs: `${url}/docs`,
});

const files = ["index.html", "page.css", "page.js", "page.js.map", "icon.svg"];

/** Answers if a request reads one of the page's files; otherwise returns false. */
export function page(config: Config) {
  const origins = new Set([config.api, config.issuer].map((url) => new URL(url).origin));
  const headers = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    // Where the page may connect to. What it may load is in the policy in index.html.
    "Content-Security-Policy": `connect-src 'self' ${[...origins].join(" ")}; frame-ancestors 'none'`,
  };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = readPath(request);
    const name = path === "/" ? "index.html" : path.slice(1);
    if (name === "config.json") return send(response, "application/json", JSON.stringify(config), headers);
    return files.includes(name) && sendFile(response, join(PAGE, name), headers);
  };
}
