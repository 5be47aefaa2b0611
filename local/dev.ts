/**
 * `npm run dev`: restarts the server, which also builds, whenever the code changes. It watches folders, not files: many
 * editors save by renaming, which ends the watch of a file.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, watch } from "node:fs";

/** Editors write several files at once: the server restarts once nothing has changed for this long. */
const QUIET_MS = 100;

let server: ChildProcess | undefined;

async function restart() {
  if (server && server.exitCode === null && server.kill()) await once(server, "exit");
  server = spawn(process.execPath, ["local/main.ts", ...process.argv.slice(2)], { stdio: "inherit" });
}

let timer: NodeJS.Timeout | undefined;
let restarting = restart();
for (const folder of globSync("{build,client,events,functions,local,shared,web}/**/"))
  watch(folder, (_, name) => {
    if (!name || !/\.(ts|tsx|css|html)$/.test(name) || name.endsWith(".test.ts")) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      console.log(`\n${name} changed.`);
      restarting = restarting.then(restart);
    }, QUIET_MS);
  });

// Ctrl-C reaches the server too. When only this process is ended, it ends the server.
process.once("SIGINT", () => process.exit());
process.once("SIGTERM", () => process.exit());
process.once("exit", () => server?.kill());
