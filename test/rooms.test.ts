import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** What the check of the rooms says of a project that has only these files, each with the files it imports. */
function check(files: Record<string, string[]>): string {
  const project = mkdtempSync(join(tmpdir(), "rooms-"));
  try {
    cpSync(".dependency-cruiser.mjs", join(project, ".dependency-cruiser.mjs"));
    for (const [file, imported] of Object.entries(files)) {
      const lines = imported.map((other) =>
        other.startsWith("node:")
          ? `import "${other}";\n`
          : `import type {} from "./${relative(dirname(file), other)}";\n`,
      );
      mkdirSync(dirname(join(project, file)), { recursive: true });
      writeFileSync(join(project, file), lines.join(""));
    }
    const depcruise = resolve("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
    return execFileSync(process.execPath, [depcruise, "."], { cwd: project, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  } finally {
    rmSync(project, { recursive: true });
  }
}

describe("Given imports that point the right way", () => {
  it("the check passes", () => {
    expect(
      check({
        "functions/a.ts": ["shared/http/b.ts", "shared/store/c.ts"],
        "events/a.ts": ["shared/http/b.ts", "shared/store/c.ts"],
        "shared/http/b.ts": ["shared/contract/d.gen.ts", "shared/telemetry/e.ts", "shared/config.ts"],
        "shared/store/c.ts": ["shared/domain/f.ts", "shared/telemetry/e.ts"],
        "shared/contract/d.gen.ts": ["shared/domain/f.ts"],
        "shared/telemetry/e.ts": [],
        "shared/config.ts": [],
        "shared/domain/f.ts": [],
        "build/handlers.gen.ts": ["functions/a.ts"],
        "infra/stack.ts": ["build/handlers.gen.ts"],
        "local/main.ts": ["build/handlers.gen.ts", "web/config.ts"],
        "client/index.ts": [],
        "web/main.ts": ["client/index.ts"],
        "web/config.ts": [],
        "test/harness.ts": ["build/handlers.gen.ts"],
        "tools/costs.ts": ["local/main.ts", "test/harness.ts"],
        "shared/domain/f.test.ts": ["local/main.ts", "tools/costs.ts"],
      }),
    ).toContain("no dependency violations found");
  });
});

const wrong = [
  ["functions/a.ts", "infra/b.ts"],
  ["functions/a.ts", "build/b.ts"],
  ["functions/a.ts", "events/b.ts"],
  ["events/a.ts", "functions/b.ts"],
  ["events/a.ts", "build/b.ts"],
  ["shared/http/a.ts", "shared/store/b.ts"],
  ["shared/http/a.ts", "functions/b.ts"],
  ["shared/store/a.ts", "shared/http/b.ts"],
  ["shared/store/a.ts", "shared/contract/b.ts"],
  ["shared/contract/a.ts", "shared/http/b.ts"],
  ["shared/domain/a.ts", "shared/store/b.ts"],
  ["shared/domain/a.ts", "shared/config.ts"],
  ["shared/telemetry/a.ts", "shared/config.ts"],
  ["shared/config.ts", "shared/domain/b.ts"],
  ["infra/a.ts", "local/b.ts"],
  ["local/a.ts", "infra/b.ts"],
  ["local/a.ts", "test/b.ts"],
  ["local/a.ts", "web/b.ts"],
  ["build/a.ts", "local/b.ts"],
  ["client/a.ts", "shared/contract/b.ts"],
  ["web/a.ts", "shared/contract/b.ts"],
  ["prove/a.ts", "tools/b.ts"],
  ["test/a.ts", "tools/b.ts"],
  ["shared/loose.ts", "infra/b.ts"],
  ["lib/a.ts", "shared/domain/b.ts"],
  ["functions/a.ts", "shared/leaf.ts"],
  ["shared/http/a.ts", "shared/utils/leaf.ts"],
] as const;

describe("Given imports that point the wrong way", () => {
  const files = Object.fromEntries(wrong.flat().map((file) => [file, [] as string[]]));
  for (const [from, to] of wrong) files[from]?.push(to);
  const output = check({
    ...files,
    "shared/domain/c.ts": ["node:crypto", "node:url"],
    "shared/store/c.ts": ["node:http", "node:crypto"],
    "prove/c.ts": ["prove/d.ts"],
    "prove/d.ts": ["prove/c.ts"],
  });

  it.each(wrong)("the check fails on %s, which imports %s", (from, to) => {
    expect(output).toContain(`${from} → ${to}`);
  });

  it("the check fails on HTTP in the store, and in the domain on every module of Node but node:url", () => {
    expect(output).toContain("shared/store/c.ts → http");
    expect(output).not.toContain("shared/store/c.ts → crypto");
    expect(output).toContain("shared/domain/c.ts → crypto");
    expect(output).not.toContain("shared/domain/c.ts → url");
  });

  it("the check fails on two files that import each other, even in one room", () => {
    expect(output).toMatch(/no cycle.*prove\/[cd]\.ts/);
  });
});

it("no rule of the domain reads a clock or draws a number: `now` and ids are arguments", () => {
  const files = globSync("shared/domain/*.ts").filter((file) => !file.endsWith(".test.ts"));
  const readers = files.filter((file) =>
    /Date\.now|\bDate\(\)|Temporal\.Now|hrtime|performance|Math\.random|crypto|globalThis/.test(
      readFileSync(file, "utf8"),
    ),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(readers).toEqual([]);
});
