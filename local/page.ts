/** Serves the page: static files, and the `config.json` that says where the API and the issuer are. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { buildPage } from "../build/page.ts";
import type { Config } from "../web/config.ts";
import { CLIENT_ID } from "./issuer/provider.ts";
import { readPath, send } from "./static.ts";

/** The page's `config.json` when the local server is both its API and its issuer. */
export const localConfig = (url: string): Config => ({
  api: url,
  issuer: `${url}/issuer`,
  clientId: CLIENT_ID,
  docs: `${url}/docs`,
});

const FILE = /^(index\.html|icon\.svg|page\.(css|js)(\.map)?)$/;

/** Answers if a request reads one of the page's files; otherwise returns false. The first such request builds the page. */
export function page(config: Config) {
  const origins = new Set([config.api, config.issuer].map((url) => new URL(url).origin));
  const headers = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    // Where the page may connect to. What it may load is in the policy in index.html.
    "Content-Security-Policy": `connect-src 'self' ${[...origins].join(" ")}; frame-ancestors 'none'`,
  };
  let built: ReturnType<typeof buildPage> | undefined;
  async function sendBuilt(response: ServerResponse, name: string) {
    built ??= buildPage();
    try {
      send(response, name, (await built).get(name), headers);
    } catch (error) {
      response.writeHead(500).end(`The page could not be built: ${error}`);
    }
  }
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = readPath(request);
    const name = path === "/" ? "index.html" : path.slice(1);
    if (name === "config.json")
      return send(response, name, JSON.stringify(config), { ...headers, "Content-Type": "application/json" });
    if (!FILE.test(name)) return false;
    void sendBuilt(response, name);
    return true;
  };
}
