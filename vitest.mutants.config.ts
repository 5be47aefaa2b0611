import { mergeConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import tests from "./vitest.config.ts";

/** Most mutants fail the first tests they meet, so those had better be quick. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    return (await super.sort(files)).toReversed();
  }
}

/** The tests that tell mutants apart: neither what starts servers nor what looks at the stack, the bundles or the contract. */
export default mergeConfig(tests, {
  test: {
    exclude: [
      "{infra,local,scripts}/**",
      "test/{acceptance,bundles,costs,generated,issuer,permissions,races,withdrawal-races}.test.ts",
    ],
    sequence: { sequencer: QuickFirst },
    testTimeout: 10_000,
  },
});
