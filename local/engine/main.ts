/**
 * `node local/engine/main.ts [folder]`: the embedded DynamoDB as a process of its own. It prints where it listens. Besides
 * DynamoDB's API it answers `GET /changes/<table>`, with a line of JSON for each later change of an item.
 */
import { mkdirSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createEngine } from "./engine.ts";

const SWEEP_MS = 60_000;

const [folder] = process.argv.slice(2);
if (folder) mkdirSync(folder, { recursive: true });
// The process that started this one reports the failure.
const engine = await createEngine(folder).catch(() => process.exit(1));

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
setInterval(() => void engine.sweep(Date.now() / 1000), SWEEP_MS).unref();
const stop = () => {
  server.close(() => void engine.close().then(() => process.exit()));
  server.closeAllConnections();
};
process.once("SIGTERM", stop);
// This pipe closes when the parent process ends, even by kill -9.
process.stdin.resume().once("end", stop).once("error", stop);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
