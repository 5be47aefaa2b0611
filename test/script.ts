import { spawn } from "node:child_process";
import { resolve } from "node:path";

export interface Ended {
  code: number | null;
  /** All it printed, on both streams. */
  output: string;
}

/** Runs a script of the project, with nothing in its environment but this PATH and `env`, and waits for its end. */
export function runScript(script: string, args: string[], path: string, cwd = ".", env = {}): Promise<Ended> {
  const child = spawn(process.execPath, [resolve(script), ...args], { cwd, env: { PATH: path, ...env } });
  let output = "";
  const read = (text: Buffer) => {
    output += text;
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  return new Promise((done) => child.once("close", (code) => done({ code, output: output.trim() })));
}
