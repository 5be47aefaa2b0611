import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules", "dist", "cdk.out"],
    globalSetup: "test/global-setup.ts",
    setupFiles: "test/setup.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
