import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleOf } from "../build/bundle.ts";
import { operations } from "../shared/contract/operations.gen.ts";
import { answerDocs } from "./docs.ts";
import { answer, type Handlers } from "./gateway.ts";
import { openIdProvider } from "./issuer/provider.ts";

/** Loads the bundles that Lambda runs. They read their settings from the environment, so set it first. */
export async function loadHandlers(): Promise<Handlers> {
  const loaded = operations.map(async ({ operationId }) => {
    const { handler } = await import(pathToFileURL(join(bundleOf(operationId), "index.mjs")).href);
    return [operationId, handler];
  });
  return Object.fromEntries(await Promise.all(loaded));
}

/** Serves the API, its documentation and the development issuer on 127.0.0.1. Rejects if the port is taken. */
export async function serve(handlers: Handlers, port: number): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>((listening, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", listening);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answerSignIn = openIdProvider(`${url}/issuer`);
  server.on("request", (request, response) => {
    request.url = originForm(request.url);
    const path = pathOf(request.url);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (path.startsWith("/issuer/")) void answerSignIn(request, response);
    else if (!(isRead && answerDocs(path, response))) void answer(handlers, request, response);
  });
  return { server, url };
}

/** A client may send the whole URL, as it does to a proxy (RFC 9112, section 3.2.2): what counts is from its path on. */
const originForm = (target = "/") => target.replace(/^https?:\/\/[^/?]*\/?/i, "/");

const pathOf = (url = "/") => url.replace(/\?.*$/, "");
