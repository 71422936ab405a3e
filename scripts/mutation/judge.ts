import { CONTROLS } from "./controls";
import type { DisabledCopy } from "./disabled-copy";
import type { Guard } from "./guard";
import type { TestBench } from "./run-tests";

const REFUSED = "lib/saml/refused-responses.test.ts";

export interface Verdict {
  readonly guard: Guard;
  readonly noticed: boolean;
  /** What failed, or that nothing did. */
  readonly what: string;
}

/** The test file that must notice. */
export function testsOf({ tests = REFUSED }: Guard): string {
  return tests;
}

/** A number of the catalogue picks the tests with it in their title; of any other name the whole file is run. */
function titlesOf(cases: readonly string[], control: string | undefined): RegExp {
  if (control === undefined || cases.some((name) => !/^[A-Z]\d\d$/.test(name))) return /^/;
  const literal = control.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\b(?:${[...new Set(cases)].join("|")})\\b|${literal}`);
}

/**
 * With every guard in its place all these tests pass, or nothing could be concluded from one that fails.
 * @returns what is wrong; undefined when nothing is
 */
export async function faultOf(
  bench: TestBench,
  file: string,
  cases: readonly string[],
): Promise<string | undefined> {
  const control = CONTROLS.get(file);
  const { passed, failures } = await bench.run(file, titlesOf(cases, control));
  const [first] = failures;
  if (first !== undefined) return `fails with it, too: ${first.title}`;
  return passed.length === 0 || !isSound(passed, control) ? `there is no test "${control ?? ""}"` : undefined;
}

function isSound(passed: readonly string[], control: string | undefined): boolean {
  return control === undefined || passed.some((title) => title.includes(control));
}

export async function judge(bench: TestBench, copy: DisabledCopy, guard: Guard): Promise<Verdict> {
  const file = testsOf(guard);
  const control = CONTROLS.get(file);
  const { passed, failures } = await copy.without(guard, () => {
    bench.changed(guard.file);
    return bench.run(file, titlesOf([guard.case], control));
  });
  bench.changed(guard.file);
  const counting = control === undefined ? failures.filter(({ isAssertion }) => isAssertion) : failures;
  const isBroken = !isSound(passed, control) || passed.length + counting.length === 0;
  if (isBroken) return { guard, noticed: false, what: "the change broke the program" };
  const [first] = counting;
  if (first === undefined) return { guard, noticed: false, what: `${passed.length} tests passed without it` };
  return { guard, noticed: true, what: `${counting.length} failed: ${first.title}` };
}
