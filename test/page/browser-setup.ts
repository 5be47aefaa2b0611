import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    browser: string;
  }
}

/** Starts one browser for the whole run. */
export async function setup({ provide }: TestProject) {
  const browser = await chromium.launchServer({ executablePath: findChromium(), host: "127.0.0.1" });
  provide("browser", browser.wsEndpoint());
  return () => browser.close();
}
