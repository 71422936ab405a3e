import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export interface TestCounts {
  readonly passed: number;
  /** Titles of those that failed. */
  readonly failures: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Runs the tests of this file whose titles match, in the folder. A file that cannot be loaded counts as nothing. */
export async function runTests(folder: string, file: string, titles: string): Promise<TestCounts> {
  const report = join(folder, "report.json");
  const vitest = join(folder, "node_modules", "vitest", "vitest.mjs");
  const options = ["--reporter=json", `--outputFile=${report}`, "--testNamePattern", titles];
  const child = spawn(process.execPath, [vitest, "run", "--root", folder, ...options, file], {
    cwd: folder,
    stdio: "ignore",
  });
  await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  const { testResults } = JSON.parse(await readFile(report, "utf8")) as Report;
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: all.filter(({ status }) => status === "passed").length,
    failures: all.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
  };
}
