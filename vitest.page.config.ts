import { defineConfig } from "vitest/config";

/** The page in a real browser. */
export default defineConfig({
  test: {
    include: ["test/page/*.page.ts"],
    globalSetup: ["test/page/browser-setup.ts", "test/global-setup.ts"],
    setupFiles: "test/setup.ts",
    maxWorkers: 2,
    isolate: false,
    server: { deps: { external: [/\/test\/contract\.ts$/] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
