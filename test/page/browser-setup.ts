import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { buildPage } from "../../build/page.ts";
import { findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    browser: string;
  }
}

/** Starts one browser for the whole run, and builds the page. */
export async function setup({ provide }: TestProject) {
  const browser = await chromium.launchServer({ executablePath: findChromium(), host: "127.0.0.1" });
  provide("browser", browser.wsEndpoint());
  await buildPage();
  return () => browser.close();
}
