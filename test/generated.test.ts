import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operationsOf } from "../tools/generate/operations.ts";

/** A copy of the project to break. */
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "project-"));
  const parts = [
    "openapi.yaml",
    "package.json",
    "tsconfig.json",
    "build",
    "client",
    "functions",
    "infra",
    "tools",
    "shared",
  ];
  for (const part of parts)
    cpSync(part, join(copy, part), { recursive: true, filter: (file) => !file.includes(".test.") });
  // Compiling is slow: compiles only what must notice a missing handler or permission, with handlers that import nothing.
  for (const file of readdirSync(join(copy, "functions")))
    writeFileSync(join(copy, "functions", file), "export const handler = () => {};");
  const { compilerOptions } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
  const files = ["build/handlers.gen.ts", "infra/permissions.ts"];
  writeFileSync(join(copy, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs one of the project's scripts in the copy. Returns its exit code and output. */
function run(file: string, ...args: string[]) {
  try {
    return {
      code: 0,
      output: execFileSync(process.execPath, [file, ...args], { cwd: copy, encoding: "utf8", stdio: "pipe" }),
    };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, output: stdout + stderr };
  }
}
const checkGenerated = () => run("tools/generate.ts", "--check");
const compile = () => run("node_modules/typescript/bin/tsc", "--noEmit");

/** Changes a file of the copy while `during` runs. */
function changed<T>(file: string, change: (text: string) => string, during: () => T): T {
  const text = readFileSync(join(copy, file), "utf8");
  writeFileSync(join(copy, file), change(text));
  try {
    return during();
  } finally {
    writeFileSync(join(copy, file), text);
  }
}

describe("Given a changed contract, files edited by hand, and older time zones", () => {
  it("the check of the generated code fails, and names the files that differ and no others", () => {
    const widen = (text: string) => text.replace("maximum: 500", "maximum: 600");
    const edit = (text: string) => `${text}// by hand\n`;
    const older = (text: string) => text.replace(/TZDATA = ".*"/, 'TZDATA = "2020a"');
    const { code, output } = changed("openapi.yaml", widen, () =>
      changed("shared/contract/operations.gen.ts", edit, () =>
        changed("client/generated/sdk.gen.ts", edit, () =>
          changed("shared/domain/zones.gen.ts", older, checkGenerated),
        ),
      ),
    );
    expect(code).toBe(1);
    expect(output).toContain("listAvailableSlots.gen.ts");
    expect(output).toContain("operations.gen.ts");
    expect(output).toContain("client/generated/sdk.gen.ts");
    expect(output).toContain("shared/domain/zones.gen.ts");
    expect(output).not.toContain("problems.gen.ts");
  });
});

describe("Given a new operation in the contract", () => {
  it("the project does not compile until it has a handler and a permission", () => {
    const added = (text: string) => text.replace("operationId: getUser\n", "operationId: readUser\n");
    const { code, output } = changed("openapi.yaml", added, () => {
      run("tools/generate.ts");
      return compile();
    });
    expect(code).not.toBe(0);
    expect(output).toMatch(/handlers\.gen\.ts.*Cannot find module '.*functions\/readUser\.ts'/);
    expect(output).toMatch(/infra\/permissions\.ts/);
  });
});

describe("Given an operation that does not say who may call it", () => {
  it.each([
    ["neither x-roles nor security: []", {}],
    ["both", { security: [], "x-roles": ["client"] }],
  ])("nothing is generated if it has %s", (_, fields) => {
    const document = { paths: { "/health": { get: { operationId: "getHealth", responses: {}, ...fields } } } };
    expect(() => operationsOf(document)).toThrow("getHealth needs either x-roles or security: [].");
  });
});
