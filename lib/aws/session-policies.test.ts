import { describe, expect, test } from "vitest";
import { sessionPoliciesFault } from "./session-policies";

const POLICY = '{"Version":"2012-10-17","Statement":[]}';
const arns = (count: number, length: number) =>
  Array.from({ length: count }, (_, n) => `arn:aws:iam::aws:policy/${String(n).padStart(length - 24, "p")}`);

describe("session policies", () => {
  test("of exactly the room that AWS has for them together are fine, and of one character more are not", () => {
    const [arn = ""] = arns(1, 100);
    const fitting = POLICY.padEnd(2048 - arn.length);
    expect(sessionPoliciesFault(fitting, [arn])).toBeUndefined();
    expect(sessionPoliciesFault(`${fitting} `, [arn])).toBe(
      "The session policy (1949 characters) and the 1 policy ARNs (100) have 2049 characters together; AWS takes 2048.",
    );
  });

  test("are counted without a policy too, and an absent one is none", () => {
    expect(sessionPoliciesFault(undefined, arns(10, 205))).toContain("2050 characters together");
    expect(sessionPoliciesFault(undefined, arns(10, 204))).toBeUndefined();
    expect(sessionPoliciesFault(undefined, [])).toBeUndefined();
    expect(sessionPoliciesFault(undefined, arns(11, 60))).toContain("at most 10");
  });

  test("have no character that AWS does not take, which is named; Latin-1, tabs and new lines are fine", () => {
    expect(sessionPoliciesFault('{\n\t"Sid":"é ÿ"\r}', [])).toBeUndefined();
    expect(sessionPoliciesFault('{"Sid":"ć"}', [])).toContain("U+0107");
    expect(sessionPoliciesFault('{"Sid":"😀"}', [])).toContain("U+1F600");
    expect(sessionPoliciesFault('{"Sid":"\u0000"}', [])).toContain("U+0000");
  });
});
