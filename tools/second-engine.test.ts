import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "second-engine-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "npm"), "#!/bin/sh\necho offline >&2; exit 1\n", { mode: 0o755 });

/** Runs the tool as if on this platform, in an empty folder, where npm finds no registry. */
function runOn(platform: string, arch: string) {
  const pretend = `Object.defineProperties(process, ${JSON.stringify({ platform: { value: platform }, arch: { value: arch } })})`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`, resolve("tools/second-engine.ts")],
    { cwd: folder, env: { PATH: [folder, "/bin"].join(delimiter) }, encoding: "utf8" },
  );
  return { status, output: stdout + stderr };
}

it.each([
  ["darwin", "arm64"],
  ["linux", "arm64"],
])("on %s %s the tool says in one sentence which platform it needs", (platform, arch) => {
  const output = `The second engine is made for linux-x64, and this is ${platform}-${arch}.\n`;
  expect(runOn(platform, arch)).toEqual({ status: 1, output });
});

it("the tool says why the engine could not be fetched", () => {
  const output = "The second engine could not be fetched: offline\n";
  expect(runOn("linux", "x64")).toEqual({ status: 1, output });
});
