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
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { listen } from "../local/listen.ts";
import { runScript } from "../test/script.ts";

/** A project for each test, with the programs on its PATH. The tests run together: they mostly wait for processes. */
const it = test.extend<{ project: ReturnType<typeof newProject> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest asks for it
  project: async ({}, use) => {
    const project = newProject();
    await use(project);
    await project.end();
  },
});

function newProject() {
  const folder = mkdtempSync(join(tmpdir(), "localstack-test-"));
  const programs = join(folder, "bin");
  mkdirSync(programs);
  symlinkSync(existsSync("/bin/ps") ? "/bin/ps" : "/usr/bin/ps", join(programs, "ps"));

  /** The script's output and exit code, with no programs but those of this project, at this port. */
  const script = (command: string, port?: number) =>
    runScript("tools/localstack.ts", [command], programs, folder, {
      LOCALSTACK_HOST: `127.0.0.1:${port}`,
      TMPDIR: folder,
    });

  /** Puts a Node script on the PATH under this name. */
  function program(name: string, code: string) {
    const file = join(programs, name);
    writeFileSync(file, `#!${process.execPath}\n${code}`);
    chmodSync(file, 0o755);
  }

  const servers = new Map<number, Server>();
  /** Serves on a free port its health, and a function's reply. */
  async function emulator(functions = 401, health: object = { services: {} }) {
    const server = createServer(({ url }, response) => {
      if (url === "/_localstack/health") response.end(JSON.stringify(health));
      else response.writeHead(functions).end("a function's reply");
    });
    const { port } = await listen(server);
    servers.set(port, server);
    return port;
  }
  const endEmulator = (port: number) => new Promise((closed) => servers.get(port)?.close(closed).closeAllConnections());

  async function freePort() {
    const port = await emulator();
    await endEmulator(port);
    servers.delete(port);
    return port;
  }

  /** The script's notes. */
  const notes = join(folder, ".local/localstack");

  async function end() {
    if (existsSync(notes)) await script("down");
    await Promise.all([...servers.keys()].map(endEmulator));
    rmSync(folder, { recursive: true });
  }
  return { folder, notes, script, program, emulator, endEmulator, freePort, end };
}

/** A cdk that prints its command, and writes the outputs of a deployment. */
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

describe.concurrent("Given no emulator", () => {
  it("up names the two emulators that it can start", async ({ project }) => {
    const { notes, script, freePort } = project;
    expect(await script("up", await freePort())).toEqual({
      code: 1,
      output: "There is no emulator: install MiniStack as docs/localstack.md says, or start Docker with Compose.",
    });
    expect(existsSync(notes)).toBe(false);
  });

  it("test says what to run first, and down has nothing to do", async ({ project }) => {
    const { script } = project;
    const output = "Nothing is deployed on an emulator: run npm run localstack first.";
    expect(await script("test")).toEqual({ code: 1, output });
    expect(await script("down")).toEqual({ code: 0, output: "" });
  });
});

describe.concurrent("Given Docker that cannot start LocalStack", () => {
  it("up says so, and removes what Docker has started", async ({ project }) => {
    const { script, program, freePort } = project;
    program(
      "docker",
      `console.log(process.argv.slice(2).join(" ")); process.exit(process.argv.includes("up") ? 1 : 0)`,
    );
    const compose = "compose --file localstack-compose.yml";
    expect((await script("up", await freePort())).output.split("\n")).toEqual([
      `${compose} up --detach --wait`,
      `${compose} down --volumes`,
      "LocalStack did not start; see its output above.",
    ]);
  });
});

describe.concurrent("Given a server on the port that is no emulator", () => {
  it("up says so, and how to choose another", async ({ project }) => {
    const { script, emulator } = project;
    const port = await emulator(200, {});
    expect(await script("up", port)).toEqual({
      code: 1,
      output: `There is something at http://127.0.0.1:${port} that is no emulator: stop it, or set LOCALSTACK_HOST=127.0.0.1:<port>.`,
    });
  });
});

describe.concurrent("Given an emulator that is running", () => {
  it("up deploys there, test tests there, and down undoes the deployment", async ({ project }) => {
    const { notes, script, program, emulator } = project;
    program("cdk", DEPLOYS);
    program("vitest", `console.log("vitest", process.env.API_URL)`);
    const port = await emulator();
    const endpoint = `http://127.0.0.1:${port}`;
    const url = `${endpoint}/_aws/execute-api/anapi/local`;
    const up = await script("up", port);
    expect(up.output.split("\n").filter(Boolean)).toEqual([
      `cdk bootstrap at ${endpoint}`,
      `cdk deploy at ${endpoint}`,
      `Reservation API on an emulator   ${url}`,
    ]);
    expect((await script("test")).output).toBe(`The acceptance tests against ${url}\nvitest ${url}`);
    expect(await script("down")).toEqual({ code: 0, output: `cdk destroy at ${endpoint}` });
    expect(existsSync(notes)).toBe(false);
  });

  it("up leaves nothing behind if the deployment fails", async ({ project }) => {
    const { notes, script, program, emulator } = project;
    program("cdk", `console.log("cdk", process.argv[2]); process.exit(1)`);
    const port = await emulator();
    expect((await script("up", port)).output).toBe("cdk bootstrap\ncdk bootstrap failed; see its output above.");
    expect(await script("down")).toEqual({ code: 0, output: "" });
    expect(existsSync(notes)).toBe(false);
  });

  it("up prints the reply of failing functions, and what to do if Node is too old", async ({ project }) => {
    const { script, program, emulator } = project;
    program("cdk", DEPLOYS);
    const port = await emulator(502);
    expect((await script("up", port)).output).toContain(
      `The functions fail at http://127.0.0.1:${port}: 502 a function's reply\nIf its Node is too old, start the emulator with Node 24 first on its PATH.`,
    );
  });

  it("a second up at the same time stops and says why, and the first goes on", async ({ project }) => {
    const { notes, script, program, emulator } = project;
    const port = await emulator();
    // While this cdk deploys, it runs up once more.
    program(
      "cdk",
      `const { spawnSync } = require("node:child_process");
      if (process.argv[2] === "bootstrap")
        console.log(String(spawnSync(process.execPath, [${JSON.stringify(resolve("tools/localstack.ts"))}, "up"]).stderr));
      ${DEPLOYS}`,
    );
    const { code, output } = await script("up", port);
    expect(output).toMatch(/Another npm run localstack is at work here, as process \d+\./);
    expect(code).toBe(0);
    expect(existsSync(join(notes, "emulator.json"))).toBe(true);
  });

  it("up deploys to another one only when the first has ended", async ({ project }) => {
    const { script, program, emulator, endEmulator } = project;
    program("cdk", DEPLOYS);
    const first = await emulator();
    await script("up", first);
    const other = await emulator();
    expect((await script("up", other)).output).toContain("is at http");
    await endEmulator(first);
    expect((await script("up", other)).code).toBe(0);
  });

  it("test says what to run first if the emulator has lost the deployment", async ({ project }) => {
    const { script, program, emulator } = project;
    program("cdk", DEPLOYS);
    const port = await emulator(404);
    await script("up", port);
    expect(await script("test")).toEqual({
      code: 1,
      output: "Nothing is deployed on an emulator: run npm run localstack first.",
    });
  });

  it("after it has ended, test says so, and down only deletes the notes", async ({ project }) => {
    const { notes, script, program, emulator, endEmulator } = project;
    program("cdk", DEPLOYS);
    const port = await emulator();
    await script("up", port);
    await endEmulator(port);
    expect(await script("test")).toEqual({
      code: 1,
      output: `The emulator at http://127.0.0.1:${port} has ended, and what was deployed with it: run npm run localstack again.`,
    });
    expect(await script("down")).toEqual({ code: 0, output: "" });
    expect(existsSync(notes)).toBe(false);
  });
});

describe.concurrent("Given MiniStack", () => {
  it("up starts it with this Node first on its PATH, and down ends it and deletes its files", async ({ project }) => {
    const { notes, script, program, freePort } = project;
    program("ministack", MINISTACK);
    program("cdk", DEPLOYS);
    const port = await freePort();
    expect((await script("up", port)).code).toBe(0);
    const { startedBy } = JSON.parse(readFileSync(join(notes, "emulator.json"), "utf8"));
    const [first] = readFileSync(join(startedBy.folder, "path"), "utf8").split(delimiter);
    expect(first).toBe(dirname(process.execPath));
    expect((await script("up", port)).code, "a second deployment uses it").toBe(0);
    expect(await script("down")).toEqual({ code: 0, output: "" });
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    expect([existsSync(notes), existsSync(startedBy.folder)]).toEqual([false, false]);
  });

  it.for(["SIGINT", "SIGTERM"])(
    "%s during its start or a deployment ends it and deletes what it wrote",
    async (signal, { project }) => {
      const { folder, notes, script, program, freePort } = project;
      const kill = `process.kill(Number(require("node:fs").readFileSync(".local/localstack/process")), "${signal}")`;
      for (const [ministack, cdk] of [
        [`${kill}; setTimeout(() => {}, 60_000)`, DEPLOYS],
        [MINISTACK, `${kill}; setTimeout(() => {}, 60_000)`],
      ] as const) {
        program("ministack", ministack);
        program("cdk", cdk);
        const port = await freePort();
        expect(await script("up", port)).toEqual({ code: 1, output: "Stopped." });
        await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
        expect(existsSync(notes)).toBe(false);
        expect(readdirSync(folder).filter((name) => name.startsWith("ministack"))).toEqual([]);
      }
    },
  );

  it("up prints its last line if it does not start", async ({ project }) => {
    const { script, program, freePort } = project;
    program("ministack", `console.error("first\\nno such option"); process.exit(1)`);
    expect(await script("up", await freePort())).toEqual({
      code: 1,
      output: "MiniStack did not start: no such option",
    });
  });

  it("up says that it died during the deployment, and leaves nothing behind", async ({ project }) => {
    const { notes, script, program, freePort } = project;
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
      output: `The emulator at http://127.0.0.1:${port} has ended, and what was deployed with it: run npm run localstack again.`,
    });
    expect(existsSync(notes)).toBe(false);
  });

  it("up ends it if the first deployment fails, and keeps it if a later one does", async ({ project }) => {
    const { script, program, freePort } = project;
    program("ministack", MINISTACK);
    const port = await freePort();
    const failed = { code: 1, output: "cdk bootstrap failed; see its output above." };
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
