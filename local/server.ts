import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Handlers } from "../build/handlers.gen.ts";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import { answerDocs } from "./docs.ts";
import type { Bus } from "./events/bus.ts";
import { answerEvents } from "./events/listeners.ts";
import { answer } from "./gateway.ts";
import { openIdProvider } from "./issuer/provider.ts";
import { loadHandler } from "./load.ts";
import { answerPage, localConfig } from "./page.ts";

/** The functions as Lambda runs them. Each is loaded by its first call. */
export const bundledHandlers = () =>
  Object.fromEntries(operations.map(({ operationId }) => [operationId, bundled(operationId)])) as Handlers;

const bundled =
  (operationId: OperationId): Handlers[OperationId] =>
  async (event) =>
    (await loadHandler(operationId))(event);

/**
 * Serves the page, the API, its documentation, the development issuer and, if there is a bus, the events, on 127.0.0.1.
 * Rejects if the port is taken.
 */
export async function serve(handlers: Handlers, port: number, bus?: Bus): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>((listening, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", listening);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = localConfig(url);
  const answerSignIn = openIdProvider(config.issuer);
  server.on("request", (request, response) => {
    request.url = originForm(request.url);
    const path = pathOf(request.url);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (bus && request.method === "GET" && path === "/events") answerEvents(bus, response);
    else if (path.startsWith("/issuer/")) void answerSignIn(request, response);
    else if (!(isRead && (answerPage(path, response, config) || answerDocs(path, response))))
      void answer(handlers, request, response);
  });
  return { server, url };
}

/** Drops the origin: a client may send the whole URL, as it does to a proxy (RFC 9112, section 3.2.2). */
const originForm = (target = "/") => target.replace(/^https?:\/\/[^/?]*\/?/i, "/");

const pathOf = (url = "/") => url.replace(/\?.*$/, "");
