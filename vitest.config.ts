import { defineConfig } from "vitest/config";

/** The embedded engine has no time to live; one that DYNAMODB_ENDPOINT names should. */
const NEEDS_TIME_TO_LIVE = "test/time-to-live.test.ts";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: [
      "node_modules",
      "dist",
      "cdk.out",
      ".local",
      ...(process.env.DYNAMODB_ENDPOINT ? [] : [NEEDS_TIME_TO_LIVE]),
    ],
    globalSetup: "test/global-setup.ts",
    setupFiles: "test/setup.ts",
    // The embedded DynamoDB has a process of its own; by default two cores would get but one worker.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
