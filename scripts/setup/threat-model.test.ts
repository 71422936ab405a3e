import { describe, expect, it } from "vitest";
import { threatsOf, unproven, withoutPostgres } from "./threat-model.mjs";

const document = [
  "| room | about |",
  "| ---- | ----- |",
  "| lib  | no threat of this table is counted |",
  "",
  "| threat | guard | test |",
  "| ------ | ----- | ---- |",
  '| replay | a unique row | `lib/a.test.ts` "S47"; `e2e/b.spec.ts` "once" |',
  "| theft  | a lock | none |",
].join("\n");
const ran = [
  { file: "lib/a.test.ts", title: "refuses S47 twice", outcome: "passed" as const },
  { file: "e2e/b.spec.ts", title: "signs in once", outcome: "passed" as const },
];

describe("the threat model", () => {
  it("is read from the tables that name tests, and only those", () => {
    expect(threatsOf(document)).toEqual([
      {
        line: "replay",
        tests: [
          { file: "lib/a.test.ts", words: "S47" },
          { file: "e2e/b.spec.ts", words: "once" },
        ],
      },
      { line: "theft", tests: [] },
    ]);
  });

  it("fails for a threat without a test", () => {
    expect(unproven(threatsOf(document), ran)).toEqual(["theft: names no test."]);
  });

  it("fails for a test that is no longer there", () => {
    expect(unproven(threatsOf(document).slice(0, 1), ran.slice(1))).toEqual([
      'replay: no test that ran in lib/a.test.ts has "S47" in its title.',
    ]);
  });

  it("fails for a test that did not pass, also when another of its name did", () => {
    const twice = [
      ...ran,
      { file: "lib/a.test.ts", title: "refuses S47 thrice", outcome: "failed" as const },
    ];
    expect(unproven(threatsOf(document).slice(0, 1), twice)).toEqual([
      "replay: did not pass: lib/a.test.ts: refuses S47 thrice",
    ]);
  });

  it("takes one run for proof where another was skipped, and no run for none", () => {
    const skipped = { file: "lib/a.test.ts", title: "S47 on another database", outcome: "skipped" as const };
    expect(unproven(threatsOf(document).slice(0, 1), [...ran, skipped])).toEqual([]);
    expect(unproven(threatsOf(document).slice(0, 1), [...ran.slice(1), skipped])).toHaveLength(1);
  });

  it("leaves out what waits for a PostgreSQL, and nothing else", () => {
    const onServer = (outcome: "passed" | "skipped") => ({
      file: "lib/a.test.ts",
      title: "a PostgreSQL S47",
      outcome,
    });
    const threats = threatsOf(document);
    const [, theft] = threats;
    expect(withoutPostgres(threats, [...ran.slice(1), onServer("skipped")])).toEqual([
      { line: "replay", tests: [{ file: "e2e/b.spec.ts", words: "once" }] },
      theft,
    ]);
    expect(withoutPostgres(threats, [...ran, onServer("skipped")])).toEqual(threats);
    expect(withoutPostgres(threats, [...ran.slice(1), onServer("passed")])).toEqual(threats);
    const switchedOff = { file: "lib/a.test.ts", title: "refuses S47", outcome: "skipped" as const };
    expect(withoutPostgres(threats, [...ran.slice(1), switchedOff])).toEqual(threats);
  });

  it("fails when there is no threat at all", () => {
    expect(unproven([], ran)).toHaveLength(1);
  });
});
