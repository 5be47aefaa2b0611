import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listen } from "../listen.ts";
import type { Engine } from "./engine.ts";

/**
 * Serves an engine on a free port of 127.0.0.1, as DynamoDB's HTTP API does. It also answers `GET /changes/<table>`, with a
 * line of JSON for each later change of an item.
 */
export async function serveEngine(engine: Engine) {
  async function serve(request: IncomingMessage, response: ServerResponse) {
    try {
      const [, action = ""] = `${request.headers["x-amz-target"]}`.split(".");
      const { status, body } = await engine.answer(action, JSON.parse(await text(request)));
      response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
    } catch (error) {
      // A client that left in the middle of its request is no bug.
      if (request.complete) console.error(error);
      response.writeHead(500).end();
    }
  }

  function follow(table: string, response: ServerResponse) {
    response.writeHead(200, { "Content-Type": "application/x-ndjson" }).flushHeaders();
    const stop = engine.follow(table, (record) => response.write(`${JSON.stringify(record)}\n`));
    response.once("close", stop);
  }

  const server = createServer((request, response) => {
    const [, table] = /^\/changes\/([\w.-]+)$/.exec(request.url ?? "") ?? [];
    if (table) follow(table, response);
    else void serve(request, response);
  });
  // Closing an idle connection at the moment it is used again would look like a lost reply.
  server.keepAliveTimeout = 0;
  const { url: endpoint } = await listen(server);
  return { server, endpoint };
}
