import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleAll } from "../build/bundle.ts";
import { operations } from "../shared/contract/operations.gen.ts";

let outputs: Metafile["outputs"];
beforeAll(async () => {
  ({ outputs } = await bundleAll());
});

const LOCAL_TIME = ["submitAvailability", "withdrawAvailability", "listAvailableSlots"];

describe.each(operations.map(({ operationId }) => operationId))("Given the bundle of %s", (operationId) => {
  const file = `dist/${operationId}/index.mjs`;

  it("a cold start reads one file of at most 300 KB, 100 KB gzipped", () => {
    const text = readFileSync(file);
    expect(text.length).toBeGreaterThan(100_000);
    expect(text.length).toBeLessThanOrEqual(300_000);
    expect(gzipSync(text).length).toBeLessThanOrEqual(100_000);
    const imported = outputs[file]?.imports.filter(({ kind }) => kind === "import-statement") ?? [];
    expect(imported.filter(({ path }) => !/^(node:)?[a-z_]+(\/promises)?$/.test(path))).toEqual([]);
  });

  it("carries no time zone library, and local time only where the contract speaks of it", () => {
    const inputs = Object.keys(outputs[file]?.inputs ?? {});
    expect(inputs.filter((input) => /temporal|luxon|moment|dayjs|date-fns|tzdata/i.test(input))).toEqual([]);
    expect(inputs.includes("shared/domain/local-time.ts")).toBe(LOCAL_TIME.includes(operationId));
  });
});
