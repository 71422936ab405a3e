// @ts-check
/**
 * Holds `docs/threat-model.md` to its word: behind every line of its tables stands a test, and that test
 * passed in this run. A guard whose test is renamed, skipped or deleted fails here.
 */
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { resultsFolder } from "./checks.mjs";

/** @typedef {import("./checks.mjs").Outcome} Outcome */
/** @typedef {{ file: string, title: string, outcome: "passed" | "failed" | "skipped" }} RanTest file: from the root; title: with those of its groups */
/** @typedef {{ file: string, words: string }} TestName a file and words of the title, as in the document */

const DOCUMENT = "docs/threat-model.md";
const TEST_NAME = /`([^`]+\.(?:test|spec)\.tsx?)` "([^"]+)"/g;

/**
 * @param {string} document Markdown; every table with a column called "test" is a table of threats
 * @returns {{ line: string, tests: TestName[] }[]} the rows of those tables: their first cell, and what the last one names
 */
export function threatsOf(document) {
  /** @type {{ line: string, tests: TestName[] }[]} */
  const threats = [];
  let inThreats = false;
  for (const line of document.split("\n")) {
    if (!line.startsWith("|")) {
      inThreats = false;
      continue;
    }
    const cells = line.split("|").map((cell) => cell.trim());
    if (cells.includes("test")) {
      inThreats = true;
    } else if (inThreats && !/^[|\s:-]+$/.test(line)) {
      const tests = [...line.matchAll(TEST_NAME)].map(([, file = "", words = ""]) => ({ file, words }));
      threats.push({ line: cells[1] ?? "", tests });
    }
  }
  return threats;
}

/**
 * The tests of these lines that only a PostgreSQL can run, when there was none: their titles say so, and they are there.
 * @param {{ line: string, tests: TestName[] }[]} threats
 * @param {readonly RanTest[]} ran
 * @returns {{ line: string, tests: TestName[] }[]} the lines without them
 */
export function withoutPostgres(threats, ran) {
  /** @param {TestName} name */
  const isLeftOut = ({ file, words }) => {
    const found = ran.filter((test) => test.file === file && test.title.includes(words));
    const waits = found.filter(({ title, outcome }) => outcome === "skipped" && title.includes("PostgreSQL"));
    return found.length > 0 && waits.length === found.length;
  };
  return leavingOut(threats, isLeftOut);
}

/**
 * A line that names no test stays, and fails.
 * @param {{ line: string, tests: TestName[] }[]} threats
 * @param {(test: TestName) => boolean} isLeftOut
 * @returns {{ line: string, tests: TestName[] }[]} the lines that have a test left, with those
 */
function leavingOut(threats, isLeftOut) {
  return threats.flatMap(({ line, tests }) => {
    const left = tests.filter((test) => !isLeftOut(test));
    return tests.length > 0 && left.length === 0 ? [] : [{ line, tests: left }];
  });
}

/**
 * @param {{ line: string, tests: TestName[] }[]} threats
 * @param {readonly RanTest[]} ran
 * @returns {string[]} one sentence for each thing that does not hold
 */
export function unproven(threats, ran) {
  if (threats.length === 0) {
    return [`${DOCUMENT} has no table with a column "test".`];
  }
  return threats.flatMap(({ line, tests }) => {
    if (tests.length === 0) {
      return [`${line}: names no test.`];
    }
    return tests.flatMap(({ file, words }) => {
      // A second database or tool that this machine lacks skips its copy of a test; one of them has to have run.
      const found = ran.filter(
        (test) => test.file === file && test.title.includes(words) && test.outcome !== "skipped",
      );
      if (found.length === 0) return [`${line}: no test that ran in ${file} has "${words}" in its title.`];
      const failed = found.filter((test) => test.outcome === "failed");
      return failed.map((test) => `${line}: did not pass: ${file}: ${test.title}`);
    });
  });
}

/**
 * @param {string} root
 * @param {{ journeysRan: boolean }} options without journeys, the lines they prove are left out
 * @returns {Promise<Outcome>} one check: it holds, or it does not
 */
export async function threatModel(root, { journeysRan }) {
  const [document, unit, journeys] = await Promise.all([
    readFile(join(root, DOCUMENT), "utf8"),
    reportOf(root, "vitest.json"),
    journeysRan ? reportOf(root, "playwright.json") : { suites: [] },
  ]);
  const ran = [...testsOfVitest(root, unit), ...testsOfPlaywright(journeys)];
  const threats = threatsOf(document);
  const shown = journeysRan ? threats : leavingOut(threats, ({ file }) => file.startsWith("e2e/"));
  const judged = process.env.TEST_DATABASE_URL ? shown : withoutPostgres(shown, ran);
  const wrong = unproven(judged, ran);
  const waiting = judged.length < shown.length ? `, ${shown.length - judged.length} need PostgreSQL` : "";
  return wrong.length === 0
    ? { passed: 1, failed: 0, output: "", note: `${judged.length} threats${waiting}` }
    : { passed: 0, failed: 1, output: wrong.join("\n"), note: "failed" };
}

/**
 * @param {string} root
 * @param {string} name
 */
async function reportOf(root, name) {
  return JSON.parse(await readFile(join(resultsFolder(root), name), "utf8").catch(() => "{}"));
}

/**
 * @param {string} root
 * @param {{ testResults?: { name: string, assertionResults: { fullName: string, status: string }[] }[] }} report
 * @returns {RanTest[]}
 */
function testsOfVitest(root, { testResults = [] }) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      file: relative(root, name).replaceAll("\\", "/"),
      title: fullName,
      outcome: status === "passed" || status === "failed" ? status : "skipped",
    })),
  );
}

/** @typedef {{ title: string, file: string, suites?: PlaywrightSuite[], specs?: { title: string, ok: boolean, tests: { status: string }[] }[] }} PlaywrightSuite */

/**
 * @param {{ suites?: PlaywrightSuite[] }} report its files are from the folder of the journeys
 * @returns {RanTest[]}
 */
function testsOfPlaywright({ suites = [] }) {
  return suites.flatMap(({ file, specs = [], suites: inner = [] }) => [
    ...specs.map(({ title, ok, tests }) => ({
      file: `e2e/${file}`,
      title,
      outcome: outcomeOfJourney(ok, tests),
    })),
    ...testsOfPlaywright({ suites: inner }),
  ]);
}

/**
 * @param {boolean} ok
 * @param {{ status: string }[]} tests the runs of one journey; "flaky" passed at a second try only
 * @returns {RanTest["outcome"]}
 */
function outcomeOfJourney(ok, tests) {
  if (tests.some(({ status }) => status === "skipped")) return "skipped";
  return ok && tests.every(({ status }) => status === "expected") ? "passed" : "failed";
}
