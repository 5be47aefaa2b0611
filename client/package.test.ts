import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signToken } from "../build/issuer.ts";
import { type RunningServer, startServer } from "../test/server.ts";
import { createClient, createUser, submitAvailability } from "./index.ts";

/** A project that has installed the package, and whose only file is the example of the README. */
let project: string;
let server: RunningServer;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "package-"));
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", project], { cwd: "client" });
  const installed = join(project, "node_modules/reservation-api-client");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xf", join(project, `${packed}`.trim()), "-C", installed, "--strip-components=1"]);
  server = await startServer("--port", "0", "--data", "memory");
  const [, example = ""] = /```ts\n(.*?)```/s.exec(readFileSync("client/README.md", "utf8")) ?? [];
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  writeFileSync(join(project, "book.ts"), example.replace("http://127.0.0.1:3000", server.url));
});
afterAll(async () => {
  rmSync(project, { recursive: true });
  await server.stop();
});

describe("Given a project that has installed the package", () => {
  it("the example of the README compiles", () => {
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const typeRoots = resolve("node_modules/@types");
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--typeRoots", typeRoots, "--types", "node"];
    execFileSync(process.execPath, [tsc, ...options, "--skipLibCheck", "book.ts"], { cwd: project });
  });

  it("the example of the README books an appointment, in 15 lines and in plain Node", async () => {
    const example = readFileSync(join(project, "book.ts"), "utf8").trim().split("\n");
    expect(example.filter((line) => line.trim()).length).toBeLessThanOrEqual(15);
    const client = createClient({ baseUrl: server.url, token: () => signToken("provider", "demo-provider") });
    await createUser({ client, body: { role: "provider", name: "Ada", userId: "demo-provider" } });
    const day = new Date(Date.now() + 3 * 24 * 60 * 60_000).toISOString().slice(0, 10);
    const hours = { startsAt: `${day}T08:00:00Z`, endsAt: `${day}T15:00:00Z` };
    await submitAvailability({ client, path: { providerId: "demo-provider" }, body: hours, throwOnError: true });
    const said = execFileSync(process.execPath, ["book.ts"], {
      cwd: project,
      encoding: "utf8",
      env: { TOKEN: await signToken("client", "demo-client") },
    });
    expect(said).toBe(`Booked ${day}T08:00:00Z.\n`);
  });

  it("it can be bundled for a browser, in at most 8 KB gzipped", async () => {
    const { outputFiles } = await build({
      entryPoints: [join(project, "book.ts")],
      bundle: true,
      minify: true,
      platform: "browser",
      format: "esm",
      write: false,
    });
    const [bundle] = outputFiles;
    expect(gzipSync(bundle?.contents ?? "").length).toBeLessThanOrEqual(8_000);
  });
});
