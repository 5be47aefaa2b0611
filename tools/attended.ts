/**
 * `node tools/attended.ts <command> …` runs a command until its own stdin closes. However the parent ended, even by
 * kill -9, that pipe closes with it, and nothing is left running.
 */
import { spawn } from "node:child_process";

const [command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
child.once("exit", (code) => process.exit(code ?? 1));
const stop = () => child.kill();
process.once("SIGTERM", stop);
process.stdin.resume().once("end", stop).once("error", stop);
