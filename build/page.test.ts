import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { buildPage, PAGE } from "./page.ts";

/** What the page may weigh, gzipped, in bytes. */
const BUDGET = 60_000;

it("all of the page weighs under 60 KB, gzipped", async () => {
  await buildPage();
  const sizes = ["index.html", "page.js", "page.css", "icon.svg"].map(
    (name) => gzipSync(readFileSync(join(PAGE, name))).length,
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(BUDGET);
});
