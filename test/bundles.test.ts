import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleAll, type FunctionName } from "../build/bundle.ts";
import { operations } from "../shared/contract/operations.gen.ts";
import { ZONES as ZONES_DATA } from "../shared/domain/zones.gen.ts";

let inputs: Metafile["inputs"];
let outputs: Metafile["outputs"];
beforeAll(async () => {
  ({ inputs, outputs } = await bundleAll());
});

const LOCAL_TIME = ["submitAvailability", "withdrawAvailability", "listAvailableSlots"];
/** What reads the names of time zones, or their clocks, carries the data for both. */
const ZONES = [...LOCAL_TIME, "createUser", "updateUser"];

const FUNCTIONS: FunctionName[] = [...operations.map(({ operationId }) => operationId), "publishEvents"];

it("only jose's one request speaks of Headers, which is a Map in the bundles", () => {
  const speaks = Object.keys(inputs).filter((file) =>
    /(new|instanceof|extends) Headers\b/.test(readFileSync(file, "utf8")),
  );
  expect(speaks).toEqual(["node_modules/jose/dist/webapi/jwks/remote.js"]);
});

describe.each(FUNCTIONS)("Given the bundle of %s", (name) => {
  const file = `dist/${name}/index.mjs`;

  const zones = ZONES.includes(name);

  it(`a cold start reads one file of at most ${zones ? "315 KB, 106 KB" : "300 KB, 100 KB"} gzipped`, () => {
    const text = readFileSync(file);
    expect(text.length).toBeGreaterThan(name === "getHealth" ? 10_000 : 100_000);
    expect(text.length).toBeLessThanOrEqual(300_000 + (zones ? 15_000 : 0));
    expect(gzipSync(text).length).toBeLessThanOrEqual(100_000 + (zones ? 6_000 : 0));
    const imported = outputs[file]?.imports.filter(({ kind }) => kind === "import-statement") ?? [];
    expect(imported.filter(({ path }) => !/^(node:)?[a-z_]+(\/promises)?$/.test(path))).toEqual([]);
  });

  it(`carries ${zones ? "the time zones, in at most 15 KB, 6 KB gzipped" : "no time zones"}`, () => {
    expect(readFileSync(file, "utf8").includes("America/Winnipeg")).toBe(zones);
    const { bytesInOutput = 0 } = outputs[file]?.inputs["shared/domain/zones.gen.ts"] ?? {};
    // Their release alone is a few bytes.
    expect(bytesInOutput > 100).toBe(zones);
    expect(bytesInOutput).toBeLessThanOrEqual(15_000);
    expect(gzipSync(ZONES_DATA).length).toBeLessThanOrEqual(6_000);
  });

  it("carries no time zone library, and local time only where the contract speaks of it", () => {
    const inputs = Object.keys(outputs[file]?.inputs ?? {});
    expect(inputs.filter((input) => /temporal|luxon|moment|dayjs|date-fns|tzdata/i.test(input))).toEqual([]);
    expect(inputs.includes("shared/domain/local-time.ts")).toBe(LOCAL_TIME.includes(name));
  });
});
