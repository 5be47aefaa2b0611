/** Serves the page: static files, and the `config.json` that says where the API and the issuer are. */
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { PAGE } from "../build/page.ts";
import { CLIENT_ID } from "./issuer/provider.ts";

export interface PageConfig {
  api: string;
  issuer: string;
  clientId: string;
  docs: string;
}

/** The page's `config.json` when the local server is both its API and its issuer. */
export const localConfig = (url: string): PageConfig => ({
  api: url,
  issuer: `${url}/issuer`,
  clientId: CLIENT_ID,
  docs: `${url}/docs`,
});

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".map": "application/json",
  ".svg": "image/svg+xml",
};

const files = ["index.html", "page.css", "page.js", "page.js.map", "icon.svg"];

/** Answers if the path is one of the page's; otherwise returns false. */
export function answerPage(path: string, response: ServerResponse, config: PageConfig): boolean {
  const name = path.slice(1) || "index.html";
  if (name === "config.json") {
    send(response, "application/json", JSON.stringify(config), config);
    return true;
  }
  if (!files.includes(name)) return false;
  send(response, types[extname(name)] ?? "", readFileSync(join(PAGE, name)), config);
  return true;
}

function send(response: ServerResponse, type: string, body: string | Buffer, { api, issuer }: PageConfig) {
  const origins = new Set([api, issuer].map((url) => new URL(url).origin));
  response.writeHead(200, {
    "Content-Type": type,
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    // Where the page may connect to. What it may load is in the policy in index.html.
    "Content-Security-Policy": `connect-src 'self' ${[...origins].join(" ")}; frame-ancestors 'none'`,
  });
  response.end(body);
}
