/** `node local/engine/main.ts [folder]`: the embedded DynamoDB as a process of its own. It prints where it listens. */
import { mkdirSync } from "node:fs";
import { createEngine } from "./engine.ts";
import { serveEngine } from "./server.ts";

const SWEEP_MS = 60_000;

const [folder] = process.argv.slice(2);
if (folder) mkdirSync(folder, { recursive: true });
// The process that started this one reports the failure.
const engine = await createEngine(folder).catch(() => process.exit(1));
const { server, endpoint } = await serveEngine(engine);
setInterval(() => void engine.sweep(Date.now() / 1000), SWEEP_MS).unref();
const stop = () => {
  server.close(() => void engine.close().then(() => process.exit()));
  server.closeAllConnections();
};
process.once("SIGTERM", stop);
// This pipe closes when the parent process ends, even by kill -9.
process.stdin.resume().once("end", stop).once("error", stop);
console.log(endpoint);
