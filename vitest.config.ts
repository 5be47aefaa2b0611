import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest starts first, or it would run alone at the end. */
const LONG = /\/(prove\/|tools\/|test\/(bundles|generated|faults|.*races)|local\/(data|server)|infra\/stack)/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const rank = ({ moduleId }: TestSpecification) => (LONG.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Tests of the embedded engine itself. They do not run where DYNAMODB_ENDPOINT names another. */
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
    // By default two cores would get but one worker.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // Tests leave much garbage behind, and little of it lives long.
    execArgv: ["--max-semi-space-size=64"],
    // test/setup.ts keeps the files apart.
    isolate: false,
    // What it reads and compiles of openapi.yaml serves all files of a process.
    server: { deps: { external: [/\/test\/(contract|document)\.ts$/] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
