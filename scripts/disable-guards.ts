/**
 * Takes one guard at a time out of a copy of the source and expects a test of that attack to fail. A guard whose
 * absence nobody notices is a survivor: the script ends with 1 and names it.
 * @example npx tsx scripts/disable-guards.ts          # every guard
 * @example npx tsx scripts/disable-guards.ts S24 S57  # the guards against these
 * @example npx tsx scripts/disable-guards.ts lib/oidc/logout-token.ts  # the guards in this file, or noticed by it
 * @example npx tsx scripts/disable-guards.ts --rest    # those that the table does not call noticed
 *
 * What it saw goes into docs/assurance/guards-without.md.
 */
import { join } from "node:path";
import { ALL_GUARDS } from "./mutation/all-guards";
import { copyOfSource, type DisabledCopy } from "./mutation/disabled-copy";
import type { Guard } from "./mutation/guard";
import { faultOf, judge, testsOf, type Verdict } from "./mutation/judge";
import { lineOf, noticedIn, writeTable } from "./mutation/report";
import { openTestBench, type TestBench } from "./mutation/run-tests";

const ROOT = join(import.meta.dirname, "..");
const TABLE = join(ROOT, "docs", "assurance", "guards-without.md");

/** One file's tests after the other's: what they need is compiled once. */
async function* verdictsOn(
  bench: TestBench,
  copy: DisabledCopy,
  guards: readonly Guard[],
): AsyncGenerator<Verdict> {
  for (const file of new Set(guards.map(testsOf))) {
    const ofFile = guards.filter((guard) => testsOf(guard) === file);
    const cases = ofFile.map((guard) => guard.case);
    const fault = await faultOf(bench, file, cases);
    for (const guard of ofFile) {
      yield fault === undefined ? await judge(bench, copy, guard) : { guard, noticed: false, what: fault };
    }
  }
}

async function judgeAll(guards: readonly Guard[]): Promise<readonly Verdict[]> {
  const copy = await copyOfSource(ROOT);
  const bench = await openTestBench(copy.folder);
  const verdicts: Verdict[] = [];
  try {
    for await (const verdict of verdictsOn(bench, copy, guards)) {
      verdicts.push(verdict);
      process.stdout.write(`${lineOf(verdict)}\n`);
      // At once: a run of an hour may be broken off.
      await writeTable(TABLE, ALL_GUARDS, verdict);
    }
  } finally {
    await bench.close();
    await copy.remove();
  }
  return verdicts;
}

async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => arg !== "--rest");
  const isNoticed = args.includes("--rest") ? await noticedIn(TABLE) : () => false;
  const isNamed = (guard: Guard) =>
    names.length === 0 || [guard.case, guard.file, testsOf(guard)].some((name) => names.includes(name));
  const verdicts = await judgeAll(ALL_GUARDS.filter((guard) => isNamed(guard) && !isNoticed(guard)));
  const survivors = verdicts.filter(({ noticed }) => !noticed).length;
  process.stdout.write(`\n${verdicts.length} guards, ${survivors} survivors\n`);
  const isMistyped = names.length > 0 && !ALL_GUARDS.some(isNamed);
  process.exitCode = survivors > 0 || isMistyped ? 1 : 0;
}

await main(process.argv.slice(2));
