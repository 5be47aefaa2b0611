/** The server of `npm start`, bundles, gateway and all, in a process of its own and on a database that someone else has. */
import { spawn } from "node:child_process";
import { bundleAll } from "../../build/bundle.ts";
import { issuerEnvironment } from "../../build/issuer.ts";
import { localEnvironment } from "../../local/dynamodb.ts";
import { bundledHandlers, serve } from "../../local/server.ts";

export interface Server {
  url: string;
  /** Whether its process is still there. */
  isAlive(): boolean;
  stop(): Promise<void>;
}

/** Starts it. `onOutput` gets each line it prints, to its log or as an error. */
export async function startServer(
  endpoint: string,
  tableName: string,
  onOutput: (line: string) => void,
): Promise<Server> {
  await bundleAll();
  const child = spawn(process.execPath, [import.meta.filename], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      ...localEnvironment,
      ...(await issuerEnvironment()),
      TABLE_NAME: tableName,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      POWERTOOLS_LOG_LEVEL: "INFO",
    },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (chunk) => {
        const lines = `${rest}${chunk}`.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) line.startsWith("http://") ? resolve(line) : onOutput(line);
      });
    }
    ended.then(() => reject(new Error("The server did not start.")));
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { url, isAlive: () => child.exitCode === null && child.signalCode === null, stop };
}

if (import.meta.main) {
  // However its parent ended, this pipe closes with it.
  process.stdin.resume().once("end", () => process.exit());
  const { url } = await serve(bundledHandlers(), 0);
  console.log(url);
}
