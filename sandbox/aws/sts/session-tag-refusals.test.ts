import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attributes, faultOf, startTestAws, type TestAws } from "../testing/running-aws";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

describe("session tags are refused", () => {
  const tags = (count: number, value: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`PrincipalTag:k${index}`, [value]]));

  it("when they take too much room, with the percentage", async () => {
    const big = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `PrincipalTag:k${index}`,
        [randomBytes(128).toString("hex")],
      ]),
    );
    const refusal = await faultOf(await aws.assume({ attributes: attributes(big) }));
    expect(refusal.code).toBe("PackedPolicyTooLarge");
    expect(refusal.message).toMatch(/^Packed size of session tags consumes 1\d\d% of allotted space\.$/);
  });
  it.each([
    ["there are 51", tags(51, "v")],
    ["a value has 257 characters", { "PrincipalTag:team": ["v".repeat(257)] }],
    ["a key has 129 characters", { [`PrincipalTag:${"k".repeat(129)}`]: ["v"] }],
    ["a value has a character that AWS does not allow", { "PrincipalTag:team": ["a;b"] }],
    ["a tag has two values", { "PrincipalTag:team": ["a", "b"] }],
    ["two keys differ in case only", { "PrincipalTag:team": ["a"], "PrincipalTag:Team": ["b"] }],
    ["a transitive key has no tag", { "PrincipalTag:team": ["a"], TransitiveTagKeys: ["cost"] }],
    ["a value begins with a space", { "PrincipalTag:team": [" a"] }],
  ])("when %s (words assumed)", async (_what, more) => {
    expect((await aws.assume({ attributes: attributes(more) })).status).toBe(400);
  });
  it.each([
    ["an empty value", { "PrincipalTag:team": [""] }],
    ["letters of any script", { "PrincipalTag:équipe": ["データ"] }],
    ["256 characters", { "PrincipalTag:team": ["v".repeat(256)] }],
    ["50 tags", tags(50, "v")],
  ])("but not for %s", async (_what, more) => {
    expect((await aws.assume({ attributes: attributes(more) })).status).toBe(200);
  });
});
