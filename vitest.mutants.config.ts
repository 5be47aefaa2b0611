import { mergeConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import tests from "./vitest.config.ts";

/** The first test that fails ends a mutant: what is nearest to it comes first, and what is quick before what is slow. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const quickFirst = (await super.sort(files)).toReversed();
    const distance = ({ moduleId }: TestSpecification) =>
      ["/shared/", "/functions/", "/test/"].findIndex((folder) => moduleId.includes(folder));
    return quickFirst.toSorted((a, b) => distance(a) - distance(b));
  }
}

/**
 * Stryker takes what a test file calls before its first test for the loading of modules, and would run every test there is
 * for a mutant it meets there. With the harness everything is loaded, so what follows goes by the name of a test.
 */
const setUpIsNotLoading = {
  name: "set-up-is-not-loading",
  transform: (code: string, file: string) =>
    file.endsWith("test/harness.ts")
      ? `${code}\n;(globalThis.__stryker__ ??= {}).currentTestId = "set-up#";`
      : undefined,
};

/** The tests that tell mutants apart: nothing that starts servers, looks at the stack or the bundles, or leaves much to chance. */
export default mergeConfig(tests, {
  plugins: [setUpIsNotLoading],
  test: {
    isolate: true,
    exclude: [
      "{client,infra,local,prove,tools,web}/**",
      "test/{acceptance,bundles,generated,issuer,permissions,rooms,*races}.test.ts",
    ],
    sequence: { sequencer: NearestFirst },
  },
});
