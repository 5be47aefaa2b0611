import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runScript } from "../test/script.ts";

const folder = mkdtempSync(join(tmpdir(), "dynamodb-local-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the script says in an empty folder, where the commands are these shell scripts. */
function given(commands: Record<string, string>) {
  const bin = mkdtempSync(join(folder, "bin-"));
  for (const [name, script] of Object.entries(commands))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return runScript("scripts/dynamodb-local.ts", [], [bin, "/bin"].join(delimiter), mkdtempSync(join(folder, "empty-")));
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

describe("Given a command that is attended", () => {
  it("ends when its parent is gone", async () => {
    const alive = join(folder, "alive");
    const program = `require("fs").writeFileSync(${JSON.stringify(alive)}, ""); setInterval(() => {}, 1000)`;
    const attended = spawn(process.execPath, ["scripts/attended.ts", process.execPath, "-e", program], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    await expect.poll(() => existsSync(alive), { timeout: 20_000 }).toBe(true);
    attended.stdin.destroy();
    expect(await once(attended, "exit")).toEqual([1, null]);
  });
});
