import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Where this machine's Chromium is: CHROMIUM, or the first known place that exists. Throws one sentence if there is none. */
export function findChromium(): string {
  const { CHROMIUM } = process.env;
  const found = (CHROMIUM ? [CHROMIUM] : PLACES).find((path) => existsSync(path));
  if (!found)
    throw new Error(
      CHROMIUM
        ? `There is no browser at ${CHROMIUM}, which CHROMIUM names.`
        : "The page's tests need Chromium: install it (Debian: apt install chromium), or say in CHROMIUM where it is.",
    );
  return found;
}

if (import.meta.main)
  try {
    console.log(findChromium());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
