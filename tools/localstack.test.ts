import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runScript } from "../test/script.ts";
import { endpointFrom } from "./localstack/emulator.ts";

/** A project of its own for each test, and the programs on its PATH. */
let project = "";
let servers: Server[] = [];
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "localstack-test-"));
  mkdirSync(join(project, "bin"));
  symlinkSync(existsSync("/bin/ps") ? "/bin/ps" : "/usr/bin/ps", join(project, "bin/ps"));
});
afterEach(async () => {
  if (existsSync(notes())) await script("down");
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed).closeAllConnections())));
  servers = [];
  rmSync(project, { recursive: true });
});

/** Puts a Node script on the PATH under this name. */
function program(name: string, code: string) {
  const file = join(project, "bin", name);
  writeFileSync(file, `#!${process.execPath}\n${code}`);
  chmodSync(file, 0o755);
}

/** What the script says and how it ends, with no programs but those above, at this port. */
const script = (command: string, port?: number) =>
  runScript("tools/localstack.ts", [command], join(project, "bin"), project, {
    LOCALSTACK_HOST: `127.0.0.1:${port}`,
    TMPDIR: project,
  });

/** Serves on a free port: its health, and what a function answers. */
async function emulator(functions = 401, health: object = { services: {} }) {
  const server = createServer(({ url }, response) => {
    if (url === "/_localstack/health") response.end(JSON.stringify(health));
    else response.writeHead(functions).end("a function's words");
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return (server.address() as AddressInfo).port;
}

async function freePort() {
  const port = await emulator();
  await new Promise((closed) => servers.pop()?.close(closed));
  return port;
}

/** A cdk that says what it was asked, and notes an API. */
const DEPLOYS = `
const { argv } = process;
console.log("cdk", argv[2], "at", process.env.AWS_ENDPOINT_URL);
const { mkdirSync, writeFileSync } = require("node:fs");
const value = (name) => argv[argv.indexOf(name) + 1];
if (argv[2] === "bootstrap") mkdirSync(value("--output"), { recursive: true });
const outputs = { stack: { Url: "https://anapi.execute-api.127.0.0.1:4566/local/" } };
if (argv[2] === "deploy") writeFileSync(value("--outputs-file"), JSON.stringify(outputs));`;

/** A MiniStack that answers where it is told to, until it is ended. */
const MINISTACK = `
require("node:http").createServer(({ url }, response) => {
  if (url !== "/_localstack/health") response.writeHead(401);
  response.end('{"services":{}}');
}).listen(Number(process.env.GATEWAY_PORT), process.env.BIND_HOST);
require("node:fs").writeFileSync(process.env.TMPDIR + "/path", process.env.PATH);`;

/** What the project holds beside its programs. */
const notes = () => join(project, ".local/localstack");

describe("Given no emulator", () => {
  it("up names the two emulators that it can start", async () => {
    expect(await script("up", await freePort())).toEqual({
      code: 1,
      said: "There is no emulator: install MiniStack as docs/localstack.md says, or start Docker with Compose.",
    });
    expect(existsSync(notes())).toBe(false);
  });

  it("test says what to run first, and down has nothing to do", async () => {
    const said = "Nothing is deployed on an emulator: run npm run localstack first.";
    expect(await script("test")).toEqual({ code: 1, said });
    expect(await script("down")).toEqual({ code: 0, said: "" });
  });
});

describe("Given Docker that cannot start LocalStack", () => {
  it("up says so, and removes what Docker has started", async () => {
    program(
      "docker",
      `console.log(process.argv.slice(2).join(" ")); process.exit(process.argv.includes("up") ? 1 : 0)`,
    );
    const compose = "compose --file localstack-compose.yml";
    expect((await script("up", await freePort())).said.split("\n")).toEqual([
      `${compose} up --detach --wait`,
      `${compose} down --volumes`,
      "LocalStack did not start; see its output above.",
    ]);
  });
});

describe("Given something else on the port", () => {
  it("up says so, and how to choose another", async () => {
    const port = await emulator(200, {});
    expect(await script("up", port)).toEqual({
      code: 1,
      said: `There is something at http://127.0.0.1:${port} that is no emulator: stop it, or set LOCALSTACK_HOST=127.0.0.1:<port>.`,
    });
  });
});

describe("Given an emulator that is running", () => {
  it("up deploys there, test tests there, and down undoes the deployment", async () => {
    program("cdk", DEPLOYS);
    program("vitest", `console.log("vitest", process.env.API_URL)`);
    const port = await emulator();
    const endpoint = `http://127.0.0.1:${port}`;
    const url = `${endpoint}/_aws/execute-api/anapi/local`;
    const up = await script("up", port);
    expect(up.said.split("\n").filter(Boolean)).toEqual([
      `cdk bootstrap at ${endpoint}`,
      `cdk deploy at ${endpoint}`,
      `Reservation API on an emulator   ${url}`,
    ]);
    expect((await script("test")).said).toBe(`The acceptance tests against ${url}\nvitest ${url}`);
    expect(await script("down")).toEqual({ code: 0, said: `cdk destroy at ${endpoint}` });
    expect(existsSync(notes())).toBe(false);
  });

  it("up leaves nothing behind if the deployment fails", async () => {
    program("cdk", `console.log("cdk", process.argv[2]); process.exit(1)`);
    const port = await emulator();
    expect((await script("up", port)).said).toBe("cdk bootstrap\ncdk bootstrap failed; see its output above.");
    expect(await script("down")).toEqual({ code: 0, said: "" });
    expect(existsSync(notes())).toBe(false);
  });

  it("up says what failing functions said, and what to do if Node is too old", async () => {
    program("cdk", DEPLOYS);
    const port = await emulator(502);
    expect((await script("up", port)).said).toContain(
      `The functions fail at http://127.0.0.1:${port}: 502 a function's words\nIf it is Node's age, start the emulator with Node 24 first on its PATH.`,
    );
  });

  it("a second up at the same time says so and stops, and the first goes on", async () => {
    const port = await emulator();
    // While this cdk deploys, it runs up once more.
    program(
      "cdk",
      `const { spawnSync } = require("node:child_process");
      if (process.argv[2] === "bootstrap")
        console.log(String(spawnSync(process.execPath, [${JSON.stringify(resolve("tools/localstack.ts"))}, "up"]).stderr));
      ${DEPLOYS}`,
    );
    const { code, said } = await script("up", port);
    expect(said).toMatch(/Another npm run localstack is at work here, as process \d+\./);
    expect(code).toBe(0);
    expect(existsSync(join(notes(), "emulator.json"))).toBe(true);
  });

  it("up deploys to another one only when the first has ended", async () => {
    program("cdk", DEPLOYS);
    await script("up", await emulator());
    const other = await emulator();
    expect((await script("up", other)).said).toContain("is at http");
    await new Promise((closed) => servers.shift()?.close(closed).closeAllConnections());
    expect((await script("up", other)).code).toBe(0);
  });

  it("test says what to run first if the emulator has lost the deployment", async () => {
    program("cdk", DEPLOYS);
    const port = await emulator(404);
    await script("up", port);
    expect(await script("test")).toEqual({
      code: 1,
      said: "Nothing is deployed on an emulator: run npm run localstack first.",
    });
  });

  it("after it has ended, test says so, and down only tidies up", async () => {
    program("cdk", DEPLOYS);
    const port = await emulator();
    await script("up", port);
    await new Promise((closed) => servers.pop()?.close(closed));
    expect(await script("test")).toEqual({
      code: 1,
      said: `The emulator at http://127.0.0.1:${port} has ended, and what was deployed with it: run npm run localstack again.`,
    });
    expect(await script("down")).toEqual({ code: 0, said: "" });
    expect(existsSync(notes())).toBe(false);
  });
});

describe("Given MiniStack", () => {
  it("up starts it with this Node first on its PATH, and down ends it and deletes what it wrote", async () => {
    program("ministack", MINISTACK);
    program("cdk", DEPLOYS);
    const port = await freePort();
    expect((await script("up", port)).code).toBe(0);
    const { startedBy } = JSON.parse(readFileSync(join(notes(), "emulator.json"), "utf8"));
    const [first] = readFileSync(join(startedBy.folder, "path"), "utf8").split(delimiter);
    expect(first).toBe(dirname(process.execPath));
    expect((await script("up", port)).code, "a second deployment uses it").toBe(0);
    expect(await script("down")).toEqual({ code: 0, said: "" });
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    expect([existsSync(notes()), existsSync(startedBy.folder)]).toEqual([false, false]);
  });

  it.each(["SIGINT", "SIGTERM"])(
    "%s during its start or a deployment ends it and deletes what it wrote",
    async (signal) => {
      const kill = `process.kill(Number(require("node:fs").readFileSync(".local/localstack/process")), "${signal}")`;
      for (const [ministack, cdk] of [
        [`${kill}; setTimeout(() => {}, 60_000)`, DEPLOYS],
        [MINISTACK, `${kill}; setTimeout(() => {}, 60_000)`],
      ] as const) {
        program("ministack", ministack);
        program("cdk", cdk);
        const port = await freePort();
        expect(await script("up", port)).toEqual({ code: 1, said: "Stopped." });
        await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
        expect(existsSync(notes())).toBe(false);
        expect(readdirSync(project).filter((name) => name.startsWith("ministack"))).toEqual([]);
      }
    },
  );

  it("up repeats its last line if it does not start", async () => {
    program("ministack", `console.error("first\\nno such option"); process.exit(1)`);
    expect(await script("up", await freePort())).toEqual({ code: 1, said: "MiniStack did not start: no such option" });
  });

  it("up says that it died during the deployment, and leaves nothing behind", async () => {
    program("ministack", MINISTACK);
    program(
      "cdk",
      `const { startedBy } = JSON.parse(require("node:fs").readFileSync(".local/localstack/emulator.json"));
      process.kill(startedBy.processId, "SIGKILL");
      process.exit(1);`,
    );
    const port = await freePort();
    expect(await script("up", port)).toEqual({
      code: 1,
      said: `The emulator at http://127.0.0.1:${port} has ended, and what was deployed with it: run npm run localstack again.`,
    });
    expect(existsSync(notes())).toBe(false);
  });

  it("up ends it if the first deployment fails, and keeps it if a later one does", async () => {
    program("ministack", MINISTACK);
    const port = await freePort();
    const failed = { code: 1, said: "cdk bootstrap failed; see its output above." };
    program("cdk", "process.exit(1)");
    expect(await script("up", port)).toEqual(failed);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    program("cdk", DEPLOYS);
    await script("up", port);
    program("cdk", "process.exit(1)");
    expect(await script("up", port)).toEqual(failed);
    expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(401);
  });
});

describe("Given the environment", () => {
  it.each([
    [{}, "http://127.0.0.1:4566"],
    [{ LOCALSTACK_HOST: "localhost" }, "http://127.0.0.1:4566"],
    [{ LOCALSTACK_HOST: "10.0.0.7:4567" }, "http://10.0.0.7:4567"],
    [{ LOCALSTACK_HOST: "localhost.localstack.cloud" }, "http://localhost.localstack.cloud:4566"],
    [{ LOCALSTACK_HOST: "a", AWS_ENDPOINT_URL: "http://localhost:5000/" }, "http://127.0.0.1:5000"],
  ])("%o means an emulator at %s", (env, endpoint) => {
    expect(endpointFrom(env)).toBe(endpoint);
  });

  it.each(["4566", "localhost:4566", "ftp://127.0.0.1:4566", "http://127.0.0.1:0"])(
    "AWS_ENDPOINT_URL=%s is refused in one clear sentence",
    (AWS_ENDPOINT_URL) => {
      const said = `AWS_ENDPOINT_URL must be like http://127.0.0.1:4566, not ${AWS_ENDPOINT_URL}.`;
      expect(() => endpointFrom({ AWS_ENDPOINT_URL })).toThrow(said);
    },
  );

  it.each(["http://127.0.0.1:9", "127.0.0.1:99999", "::1", " 127.0.0.1", "127.0.0.1:0"])(
    "LOCALSTACK_HOST=%s is refused in one clear sentence",
    (LOCALSTACK_HOST) => {
      const said = `LOCALSTACK_HOST must be like 127.0.0.1:4566, not ${LOCALSTACK_HOST}.`;
      expect(() => endpointFrom({ LOCALSTACK_HOST })).toThrow(said);
    },
  );
});

describe("Given the compose file", () => {
  const { localstack } = parse(readFileSync("localstack-compose.yml", "utf8")).services;

  it("pins the last image that needs no token, and lets the environment name another", () => {
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
