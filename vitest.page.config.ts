import { defineConfig } from "vitest/config";

/** The page in a real browser. */
export default defineConfig({
  test: {
    include: ["test/page/*.page.ts"],
    globalSetup: "test/page/browser-setup.ts",
    setupFiles: "test/setup.ts",
    // Each file has a process, and so a server and a clock of its own: test/page/harness.ts starts them when it is imported.
    isolate: true,
    maxWorkers: 2,
    server: { deps: { external: [/\/test\/contract\.ts$/] } },
    // A browser and its server share the machine with all else that runs there.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
