import { join } from "node:path";
import { createVitest, type TestCase } from "vitest/node";

/** Titles are with those of their groups. */
export interface TestCounts {
  readonly passed: readonly string[];
  readonly failures: readonly {
    readonly title: string;
    /** Something was expected otherwise; false for everything else that was thrown. */
    readonly isAssertion: boolean;
  }[];
}

/** One vitest that stays: what did not change since the last run is not read and compiled again. */
export interface TestBench {
  /** Runs the tests of this file whose titles match. A file that cannot be loaded counts as nothing. */
  run(file: string, titles: RegExp): Promise<TestCounts>;
  /** The file was written: the next run reads it anew. */
  changed(file: string): void;
  close(): Promise<void>;
}

/** @param folder of the source whose tests are run */
export async function openTestBench(folder: string): Promise<TestBench> {
  const vitest = await createVitest("test", {
    root: folder,
    watch: false,
    cache: false,
    maxWorkers: 1,
    // Nothing of a run with another guard gone may be left.
    isolate: true,
    silent: true,
    reporters: [{}],
  });
  return {
    async run(file, pattern) {
      const path = join(folder, file);
      vitest.setGlobalTestNamePattern(pattern);
      const found = await vitest.globTestSpecifications([path]);
      const { testModules } = await vitest.runTestSpecifications(
        found.filter(({ moduleId }) => moduleId === path),
      );
      const tests = testModules
        .filter(({ moduleId }) => moduleId === path)
        .flatMap(({ children }) => [...children.allTests()]);
      return { passed: tests.filter(hasPassed).map(titleOf), failures: failuresOf(tests) };
    },
    changed: (file) => vitest.invalidateFile(join(folder, file)),
    close: () => vitest.close(),
  };
}

function titleOf({ fullName }: TestCase): string {
  return fullName.replaceAll(" > ", " ");
}

function hasPassed(test: TestCase): boolean {
  return test.result().state === "passed";
}

function failuresOf(tests: readonly TestCase[]): TestCounts["failures"] {
  return tests.flatMap((test) => {
    const { state, errors = [] } = test.result();
    if (state !== "failed") return [];
    return [{ title: titleOf(test), isAssertion: errors.some(({ name }) => name === "AssertionError") }];
  });
}
