import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { buildPage } from "./page.ts";

/** How large the page may be, gzipped, in bytes. */
const BUDGET = 60_000;

it("the whole page is under 60 KB, gzipped", async () => {
  const files = await buildPage();
  const sizes = ["index.html", "page.js", "page.css", "icon.svg"].map((name) => gzipSync(files.get(name) ?? "").length);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(BUDGET);
});
