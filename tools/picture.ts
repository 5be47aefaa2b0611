/** `npm run picture`: takes the picture of the page that README.md shows. */
import { chromium } from "playwright-core";
import { findChromium } from "../test/page/chromium.ts";
import { startServer } from "../test/server.ts";

const FILE = "docs/page.png";

const server = await startServer("--port", "0", "--data", "memory");
const browser = await chromium.launch({ executablePath: findChromium() });
const page = await browser.newPage({ viewport: { width: 860, height: 560 }, deviceScaleFactor: 1.5, locale: "en-GB" });
await page.goto(server.url);
await page.getByRole("button", { name: "Sign in" }).click();
await page.getByRole("link", { name: /^Demo Client/ }).click();
await page.getByRole("link", { name: /Demo Provider/ }).click();
await page.getByRole("link", { name: "Later" }).click();
await page.getByRole("link", { name: /^Tuesday .* free$/ }).click();
await page
  .getByRole("button", { name: /^Reserve Tuesday/ })
  .first()
  .waitFor();
await page.screenshot({ path: FILE });
await browser.close();
await server.stop();
console.log(FILE);
