import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signToken } from "../build/development-issuer.ts";
import { makeDemo } from "../local/demo.ts";
import { document } from "../test/document.ts";
import { serveHere } from "../test/serve.ts";
import { createClient, listClientAppointments } from "./index.ts";

const run = promisify(execFile);

/** A project that has installed the package, and whose only file is the example of the README. */
let project: string;
const { url, stop } = await serveHere();
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "package-"));
  await Promise.all([makeDemo(url), install()]);
  const [, example = ""] = /```ts\n(.*?)```/s.exec(readFileSync("client/README.md", "utf8")) ?? [];
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  writeFileSync(join(project, "book.ts"), example.replace("http://127.0.0.1:3000", url));
});
afterAll(async () => {
  rmSync(project, { recursive: true });
  stop();
});

/** Packs the package, and unpacks it into the project's `node_modules`. */
async function install() {
  const installed = join(project, "node_modules/reservation-api-client");
  mkdirSync(installed, { recursive: true });
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", project], { cwd: "client" });
  await run("tar", ["-xf", join(project, stdout.trim()), "-C", installed, "--strip-components=1"]);
}

describe("Given a project that has installed the package", () => {
  it("the example of the README compiles", async () => {
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const typeRoots = resolve("node_modules/@types");
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--typeRoots", typeRoots, "--types", "node"];
    await run(process.execPath, [tsc, ...options, "--skipLibCheck", "book.ts"], { cwd: project });
  });

  it("the example of the README books an appointment, in 15 lines and in plain Node", async () => {
    const example = readFileSync(join(project, "book.ts"), "utf8").trim().split("\n");
    expect(example.filter((line) => line.trim()).length).toBeLessThanOrEqual(15);
    const TOKEN = await signToken("client", "demo-client");
    const { stdout } = await run(process.execPath, ["book.ts"], { cwd: project, env: { TOKEN } });
    expect(stdout).toContain("status: 'confirmed'");
    const client = createClient({ baseUrl: url, token: TOKEN });
    const path = { clientId: "demo-client" };
    const { data } = await listClientAppointments({ client, path, throwOnError: true });
    const booked = { providerId: "demo-provider", status: "confirmed" };
    expect(data.appointments).toContainEqual(expect.objectContaining(booked));
  });

  it("the package contains its licence", () => {
    const licence = readFileSync(join(project, "node_modules/reservation-api-client/LICENSE"), "utf8");
    expect(licence).toBe(readFileSync("LICENSE", "utf8"));
  });

  it("the package has the version of the contract", () => {
    const { version } = JSON.parse(readFileSync("client/package.json", "utf8"));
    expect(document.info.version).toBe(version);
  });

  it("the package can be bundled for a browser, in at most 8 KB gzipped", async () => {
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
