import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../scripts/build.ts";
import { operations } from "../shared/contract/operations.gen.ts";

/** What a function reads at a cold start: its entry and what that imports, but not what it imports on demand. */
function readAtStart({ outputs }: Metafile): string[] {
  const [entry = ""] = Object.keys(outputs).filter((file) => outputs[file]?.entryPoint?.startsWith("functions/"));
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file) || !outputs[file]) return;
    seen.add(file);
    for (const { path, kind } of outputs[file].imports) if (kind === "import-statement") visit(path);
  };
  visit(entry);
  return [...seen];
}

const LOCAL_TIME = ["submitAvailability", "withdrawAvailability", "listAvailableSlots"];

describe.each(operations.map(({ operationId }) => operationId))("Given the bundle of %s", (operationId) => {
  let metafile: Metafile;
  beforeAll(async () => {
    metafile = await bundle(operationId);
  });

  it("a cold start reads at most 300 KB of JavaScript, 100 KB gzipped", async () => {
    const files = readAtStart(metafile).map((file) => readFileSync(file));
    const bytes = files.reduce((sum, file) => sum + file.length, 0);
    const gzipped = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(300_000);
    expect(gzipped).toBeLessThanOrEqual(100_000);
  });

  it("carries no time zone library, and local time only where the contract speaks of it", () => {
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
    expect(inputs.filter((file) => /temporal|luxon|moment|dayjs|date-fns|tzdata/i.test(file))).toEqual([]);
    expect(inputs.includes("shared/domain/local-time.ts")).toBe(LOCAL_TIME.includes(operationId));
  });
});
