/** `npm start`, as a process of its own, on a free port. */
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { promisify } from "node:util";

export interface RunningServer {
  url: string;
  process: ChildProcess;
  /** All it has printed so far. */
  output(): string;
  /** Its exit code, once it has ended. */
  exited: Promise<number | null>;
  /** Asks it to stop, as Ctrl-C does, and returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the server and waits until it answers. Rejects with what it printed if it ends instead. */
export function startServer(...args: string[]): Promise<RunningServer> {
  const child = spawn(process.execPath, ["local/main.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, POWERTOOLS_LOG_LEVEL: "INFO" },
  });
  let output = "";
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  // A test that ran out of time does not stop its server.
  const abandon = () => child.kill();
  process.once("exit", abandon);
  exited.then(() => process.off("exit", abandon));
  const stop = (signal: NodeJS.Signals = "SIGINT") => {
    child.kill(signal);
    return exited;
  };
  return new Promise((resolve, reject) => {
    let isReady = false;
    const read = (chunk: Buffer) => {
      output += chunk;
      if (isReady) return;
      const [, url] = /^Reservation API +(http:\S+)$/m.exec(output) ?? [];
      // The curl lines come last.
      if (!url || !output.endsWith("\n\n")) return;
      isReady = true;
      resolve({ url, process: child, output: () => output, exited, stop });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    exited.then((code) => reject(new Error(`exit ${code}: ${output}`)));
  });
}

/** The process id of its database. */
export function databaseOf(server: RunningServer) {
  const all = execFileSync("ps", ["-A", "-o", "ppid=,pid=,args="], { encoding: "utf8" });
  return Number(new RegExp(`^ *${server.process.pid} +(\\d+) .*engine/main\\.ts`, "m").exec(all)?.[1]);
}

/** The curl lines that it printed. */
export const pasted = (at: RunningServer) => at.output().match(/^curl .*$/gm) ?? [];

/** Runs a curl line in a shell and reads its reply. */
export const paste = async (line: string) => JSON.parse((await promisify(execFile)("bash", ["-c", line])).stdout);
