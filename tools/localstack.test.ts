import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runScript } from "../test/script.ts";

const folder = mkdtempSync(join(tmpdir(), "docker-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the script says and how it ends, where `docker` is what is in `folder`, or nothing. */
const script = (command: string, path: string) => runScript("tools/localstack.ts", [command], path);

describe("Given no Docker", () => {
  it.each(["up", "down"])("%s fails with one sentence", async (command) => {
    expect(await script(command, folder)).toEqual({
      code: 1,
      said: "LocalStack needs Docker, and Docker is not running or not installed.",
    });
  });
});

describe("Given Docker, and something else on LocalStack's port", () => {
  const server = createServer();
  let path = "";
  beforeAll(async () => {
    const bin = mkdtempSync(join(folder, "bin-"));
    writeFileSync(join(bin, "docker"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    path = [bin, "/bin", "/usr/bin"].join(delimiter);
    // Where the port is taken already, so much the better.
    await new Promise<void>((done) => server.once("error", () => done()).listen(4566, "127.0.0.1", () => done()));
  });
  afterAll(() => server.close());

  it("up fails with one sentence", async () => {
    expect(await script("up", path)).toEqual({
      code: 1,
      said: "Port 4566 is taken: end what listens there, then try again.",
    });
  });
});

describe.skipIf(existsSync(".local/localstack.json"))("Given nothing deployed", () => {
  it("the tests say what to run first", async () => {
    expect(await script("test", folder)).toEqual({
      code: 1,
      said: "Nothing is deployed on LocalStack: run npm run localstack first.",
    });
  });
});

describe("Given the compose file", () => {
  const { localstack } = parse(readFileSync("localstack-compose.yml", "utf8")).services;

  it("pins the last image that needs no token, and another may be named", () => {
    expect(localstack.image).toBe("$" + "{LOCALSTACK_IMAGE:-localstack/localstack:4.14.0}");
  });

  it("is open to this machine only", () => {
    for (const port of localstack.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it("can start functions, says when it is ready, and deletes what has expired", () => {
    expect(localstack.volumes).toContain("/var/run/docker.sock:/var/run/docker.sock");
    expect(localstack.healthcheck.test).toContain("http://localhost:4566/_localstack/health");
    expect(localstack.environment.DYNAMODB_REMOVE_EXPIRED_ITEMS).toBe("1");
  });
});
