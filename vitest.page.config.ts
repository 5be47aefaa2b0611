import { defineConfig } from "vitest/config";

/** The page in a real browser. */
export default defineConfig({
  test: {
    include: ["test/page/*.page.ts"],
    globalSetup: "test/page/browser-setup.ts",
    setupFiles: "test/setup.ts",
    maxWorkers: 2,
    isolate: false,
    server: { deps: { external: [/\/test\/contract\.ts$/] } },
    // A browser and its server share the machine with all else that runs there.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
