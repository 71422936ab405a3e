// @ts-check
/** The steps of `npm test`: each runs one tool and says how many tests passed and failed in it. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { run, tool, toolEnvironment } from "./run-command.mjs";

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string} output shown when something failed
 * @property {string} note a few words for the step's line
 */

/**
 * Where the runners leave their reports.
 * @param {string} root
 */
export const resultsFolder = (root) => join(root, ".rolebridge", "test-results");

/**
 * A tool that is one check: right or wrong.
 * @param {string} root
 * @param {[string, string[]]} commandLine
 * @returns {Promise<Outcome>}
 */
export async function check(root, [command, args]) {
  const { code, output } = await run(command, args, { cwd: root, env: toolEnvironment() });
  return code === 0
    ? { passed: 1, failed: 0, output, note: "" }
    : { passed: 0, failed: 1, output, note: "failed" };
}

/**
 * @param {string} folder
 * @returns {Promise<number>} how many TypeScript modules are below it
 */
async function countModules(folder) {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter(
    (name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts") && !name.includes("generated/"),
  ).length;
}

/**
 * dependency-cruiser says "no violations" also when it could not read a single file, so what it saw is
 * counted against what is there.
 * @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function architecture(root) {
  const folders = ["app", "lib", "sandbox", "e2e", "bench"];
  const present = (await readdir(root)).filter((name) => folders.includes(name));
  const [command, args] = tool(
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ...present,
    "--output-type",
    "json",
  );
  const { output } = await run(command, args, { cwd: root, env: toolEnvironment() });
  try {
    const { summary } = JSON.parse(output.slice(output.indexOf("{")));
    const counts = await Promise.all(present.map((folder) => countModules(join(root, folder))));
    const expected = counts.reduce((sum, count) => sum + count, 0);
    const violations = summary.violations.map(
      (/** @type {{ rule: { name: string }, from: string, to: string }} */ { rule, from, to }) =>
        `${rule.name}: ${from} -> ${to}`,
    );
    const blind =
      summary.totalCruised < expected ? [`It read ${summary.totalCruised} modules of ${expected}.`] : [];
    const wrong = [...violations, ...blind];
    return wrong.length === 0
      ? { passed: 1, failed: 0, output: "", note: `${summary.totalCruised} modules` }
      : { passed: 0, failed: 1, output: wrong.join("\n"), note: "failed" };
  } catch {
    return { passed: 0, failed: 1, output, note: "failed" };
  }
}

/**
 * Turns a runner's counts into an outcome. A runner that fails without a failed test (a file that cannot be
 * loaded, an error outside any test) counts as one failure, and so does one that ran nothing.
 * @param {{ code: number, output: string }} result
 * @param {{ passed: number, failed: number, skipped: number } | undefined} counts
 * @param {string} [note]
 * @returns {Outcome}
 */
export function outcomeOf({ code, output }, counts, note = "") {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const silent = failed === 0 && (code !== 0 || passed === 0);
  const skippedNote = skipped === 0 ? "" : `, ${skipped} skipped`;
  return {
    passed,
    failed: silent ? 1 : failed,
    output,
    note: `${passed} passed, ${silent ? 1 : failed} failed${skippedNote}${note}`,
  };
}

/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} VitestReport */
/** @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport */

/**
 * @template Report
 * @param {string} file
 * @param {(report: Report) => { passed: number, failed: number, skipped: number }} count
 */
async function countsIn(file, count) {
  return await readFile(file, "utf8").then(
    (text) => count(JSON.parse(text)),
    () => undefined,
  );
}

/**
 * Unit and integration tests.
 * @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function vitest(root) {
  const file = join(resultsFolder(root), "vitest.json");
  await mkdir(resultsFolder(root), { recursive: true });
  await rm(file, { force: true });
  const [command, args] = tool(
    "vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  );
  const result = await run(command, args, { cwd: root, env: toolEnvironment() });
  const counts = await countsIn(file, (/** @type {VitestReport} */ report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
  return outcomeOf(result, counts, process.env.TEST_DATABASE_URL ? ", PostgreSQL too" : ", PGlite only");
}

/**
 * The short form of the faults that are quick and need no root: two built instances on a PostgreSQL of their own.
 * Where there is no PostgreSQL they are left out.
 * @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function faults(root) {
  const file = join(resultsFolder(root), "faults.json");
  await mkdir(resultsFolder(root), { recursive: true });
  await rm(file, { force: true });
  const [command, args] = tool(
    "tsx/dist/cli.mjs",
    "e2e/faults/run.ts",
    "--quick",
    "--optional",
    "--report",
    file,
  );
  const result = await run(command, args, { cwd: root, env: toolEnvironment() });
  const counts = await countsIn(file, (/** @type {{ isBorne: boolean | null }[]} */ results) => ({
    passed: results.filter(({ isBorne }) => isBorne === true).length,
    failed: results.filter(({ isBorne }) => isBorne === false).length,
    skipped: results.filter(({ isBorne }) => isBorne === null).length,
  }));
  if (result.code === 0 && counts?.passed === 0) {
    return { passed: 0, failed: 0, output: "", note: "left out: there is no PostgreSQL to be had" };
  }
  return outcomeOf(result, counts);
}

/**
 * Browser journeys against a sandbox of their own.
 * @param {string} root
 * @param {string} browserPath
 * @returns {Promise<Outcome>}
 */
export async function journeys(root, browserPath) {
  const file = join(resultsFolder(root), "playwright.json");
  await mkdir(resultsFolder(root), { recursive: true });
  await rm(file, { force: true });
  const [command, args] = tool(
    "@playwright/test/cli.js",
    "test",
    "--config",
    "e2e/playwright.config.ts",
    "--reporter=list,json",
  );
  const env = toolEnvironment({
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    PLAYWRIGHT_CHROMIUM_EXECUTABLE: browserPath,
  });
  const result = await run(command, args, { cwd: root, env });
  const counts = await countsIn(file, (/** @type {PlaywrightReport} */ { stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
  return outcomeOf(result, counts);
}
