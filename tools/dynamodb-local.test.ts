import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { runScript } from "../test/script.ts";
import { startEngine } from "./dynamodb-local-engine.ts";

const folder = mkdtempSync(join(tmpdir(), "dynamodb-local-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with commands that are these shell scripts. */
function binOf(commands: Record<string, string>) {
  const bin = mkdtempSync(join(folder, "bin-"));
  for (const [name, script] of Object.entries(commands))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return bin;
}

/** What the script says in an empty folder, where the commands are these shell scripts. */
function given(commands: Record<string, string>) {
  const path = [binOf(commands), "/bin"].join(delimiter);
  return runScript("tools/dynamodb-local.ts", [], path, mkdtempSync(join(folder, "empty-")));
}

const java = (version: string) => `echo 'openjdk version "${version}" 2025-01-21' >&2`;

describe("Given no Java that can run it", () => {
  it.each([
    ["there is no java on the PATH", "exit 127"],
    ["the java on the PATH is 1.8.0_422", java("1.8.0_422")],
    ["the java on the PATH is 16.0.2", java("16.0.2")],
  ])("says in one sentence that %s", async (what, script) => {
    expect(await given({ java: script })).toEqual({
      code: 1,
      said: `DynamoDB Local needs Java 17 or newer, and ${what}.`,
    });
  });
});

describe("Given a Java that can, and no jar yet", () => {
  it("says why it could not be fetched", async () => {
    const { code, said } = await given({ java: java("17"), npm: "echo offline >&2; exit 1" });
    expect({ code, last: said.split("\n").at(-1) }).toEqual({
      code: 1,
      last: "DynamoDB Local could not be fetched, npm failed: offline",
    });
  });

  it("does not unpack what is not the very package", async () => {
    const { code, said } = await given({ java: java("21.0.1"), npm: 'echo another > "$4/another.tgz"' });
    expect(code).toBe(1);
    expect(said).toMatch(/What npm brought is not the amplify-dynamodb-simulator@[\d.]+ it should be\.$/);
  });
});

describe("Given an engine that is starting", () => {
  afterEach(() => vi.unstubAllEnvs());

  /** Starts, in place of Java, a server that answers everything with this, and then notes its process in a file. */
  function start(body: string, late?: AbortSignal) {
    const noted = join(mkdtempSync(join(folder, "engine-")), "pid");
    const program = `
      const note = () => require("fs").writeFileSync(${JSON.stringify(noted)}, String(process.pid));
      require("http").createServer((_, reply) => reply.end(${JSON.stringify(body)}, note)).listen(process.argv.at(-1));
    `;
    const bin = binOf({ java: `exec '${process.execPath}' -e '${program}' -- "$@"` });
    vi.stubEnv("PATH", [bin, "/bin"].join(delimiter));
    return {
      engine: startEngine(folder, late),
      hasAnswered: () => existsSync(noted) && readFileSync(noted, "utf8") !== "",
      isAlive: () => isAlive(Number(readFileSync(noted, "utf8"))),
    };
  }

  it("waits until DynamoDB answers, and ends it when it is stopped", async () => {
    const { engine, hasAnswered, isAlive } = start('{"TableNames":[]}');
    const { stop } = await engine;
    await expect.poll(hasAnswered).toBe(true);
    expect(isAlive()).toBe(true);
    await stop();
    expect(isAlive()).toBe(false);
  });

  it.each(["{}", "It works!"])(
    "does not take what answers %s for DynamoDB, and leaves nothing running",
    async (body) => {
      const late = new AbortController();
      const { engine, hasAnswered, isAlive } = start(body, late.signal);
      const refused = expect(engine).rejects.toThrow(/^DynamoDB Local did not start\.$/);
      await expect.poll(hasAnswered, { timeout: 20_000 }).toBe(true);
      late.abort();
      await refused;
      expect(isAlive()).toBe(false);
    },
  );

  it("says so at once when it has ended", async () => {
    vi.stubEnv("PATH", binOf({ java: "exit 1" }));
    await expect(startEngine(folder)).rejects.toThrow(/^DynamoDB Local did not start\.$/);
  });
});

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("Given a command that is attended", () => {
  it("ends when its parent is gone", async () => {
    const alive = join(folder, "alive");
    const program = `require("fs").writeFileSync(${JSON.stringify(alive)}, ""); setInterval(() => {}, 1000)`;
    const attended = spawn(process.execPath, ["tools/attended.ts", process.execPath, "-e", program], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    await expect.poll(() => existsSync(alive), { timeout: 20_000 }).toBe(true);
    attended.stdin.destroy();
    expect(await once(attended, "exit")).toEqual([1, null]);
  });
});
