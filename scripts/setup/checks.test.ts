import { describe, expect, it } from "vitest";
import { outcomeOf } from "./checks.mjs";

describe("the outcome of a test runner", () => {
  it("counts what the runner counted", () => {
    const outcome = outcomeOf({ code: 1, output: "x" }, { passed: 7, failed: 2, skipped: 1 });
    expect(outcome).toMatchObject({ passed: 7, failed: 2, note: "7 passed, 2 failed, 1 skipped" });
  });

  it("is a failure when the runner failed outside any test", () => {
    expect(outcomeOf({ code: 1, output: "" }, { passed: 7, failed: 0, skipped: 0 }).failed).toBe(1);
  });

  it("is a failure when no test ran, whatever the exit code says", () => {
    expect(outcomeOf({ code: 0, output: "" }, { passed: 0, failed: 0, skipped: 3 }).failed).toBe(1);
  });

  it("is a failure when the runner left no report", () => {
    expect(outcomeOf({ code: 0, output: "" }, undefined).failed).toBe(1);
  });
});
