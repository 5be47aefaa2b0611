import { createServer, type Server } from "node:http";
import type { Handlers } from "../build/handlers.gen.ts";
import { docs } from "./docs.ts";
import type { Bus } from "./events/bus.ts";
import { eventsOf } from "./events/listeners.ts";
import { gateway } from "./gateway.ts";
import { openIdProvider } from "./issuer/provider.ts";
import { listen } from "./listen.ts";
import { localConfig, page } from "./page.ts";

/**
 * Serves the page, the API, its documentation, the development issuer and, if there is a bus, the events, on 127.0.0.1.
 * Rejects if the port is taken.
 */
export async function serve(handlers: Handlers, port: number, bus?: Bus): Promise<{ server: Server; url: string }> {
  const server = createServer();
  const { url } = await listen(server, port);
  const config = localConfig(url);
  // Each answers the requests that are its own, and returns false for others.
  const answerers = [
    ...(bus ? [eventsOf(bus)] : []),
    openIdProvider(config.issuer),
    page(config),
    docs,
    gateway(handlers),
  ];
  server.on("request", (request, response) => {
    request.url = originForm(request.url);
    answerers.some((answer) => answer(request, response));
  });
  return { server, url };
}

/** Drops the origin: a client may send the whole URL, as it does to a proxy (RFC 9112, section 3.2.2). */
const originForm = (target = "/") => target.replace(/^https?:\/\/[^/?]*\/?/i, "/");
