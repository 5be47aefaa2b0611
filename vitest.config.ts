import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules", "dist", "cdk.out", ".local"],
    globalSetup: "test/global-setup.ts",
    setupFiles: "test/setup.ts",
    // The embedded DynamoDB has a process of its own; by default two cores would get but one worker.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
