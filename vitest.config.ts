import { defineConfig } from "vitest/config";

/** What is about the embedded engine itself, and not about any that DYNAMODB_ENDPOINT names. */
const ABOUT_THE_EMBEDDED = [
  "local/engine/embedded.test.ts",
  "local/engine/records.test.ts",
  "local/data.test.ts",
  "local/events/events.test.ts",
  "events/publishEvents.test.ts",
  "test/events.test.ts",
];

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: [
      "node_modules",
      "dist",
      "cdk.out",
      ".local",
      ...(process.env.DYNAMODB_ENDPOINT ? ABOUT_THE_EMBEDDED : []),
    ],
    setupFiles: "test/setup.ts",
    // The embedded DynamoDB has a process of its own; by default two cores would get but one worker.
    maxWorkers: 2,
    // test/setup.ts keeps the files apart.
    isolate: false,
    // What it reads and compiles of openapi.yaml serves all files of a process.
    server: { deps: { external: [/\/test\/contract\.ts$/] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
