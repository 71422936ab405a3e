import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  faultOf,
  lifetimeOf,
  PROVIDER_ARN,
  roleArn,
  startTestAws,
  type TestAws,
} from "../testing/running-aws";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

describe("arguments are refused before anything is verified", () => {
  it("all at once, by the constraints of the service model", async () => {
    const params = { RoleArn: "short", DurationSeconds: "899", SAMLAssertion: "abc" };
    expect(await faultOf(await aws.assume({}, params))).toEqual({
      status: 400,
      code: "ValidationError",
      message:
        "3 validation errors detected: " +
        "Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; " +
        "Value at 'sAMLAssertion' failed to satisfy constraint: Member must have length greater than or equal to 4; " +
        "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    });
  });
  it("when one is missing", async () => {
    const answer = await aws.sts({
      Action: "AssumeRoleWithSAML",
      RoleArn: roleArn("Engineer"),
      SAMLAssertion: "AAAA",
    });
    expect((await faultOf(answer)).message).toBe(
      "1 validation error detected: Value null at 'principalArn' failed to satisfy constraint: Member must not be null",
    );
  });
  it("counting lengths in code points", async () => {
    const emoji = `arn:aws:iam::x${"😀".repeat(5)}`;
    expect((await faultOf(await aws.assume({}, { RoleArn: emoji }))).message).toMatch(
      /greater than or equal to 20$/,
    );
    expect((await faultOf(await aws.assume({}, { RoleArn: `${emoji}😀` }))).message).toBe(
      `${emoji}😀 is invalid`,
    );
  });
  it.each([
    ["not an ARN", "this-is-not-an-arn-at-all", "this-is-not-an-arn-at-all is invalid"],
    ["a provider's", PROVIDER_ARN, "Request ARN is invalid"],
  ])("when the role's ARN is %s", async (_what, RoleArn, message) => {
    expect(await faultOf(await aws.assume({}, { RoleArn }))).toEqual({
      status: 400,
      code: "ValidationError",
      message,
    });
  });
  it("when the principal's ARN is a role's", async () => {
    expect((await faultOf(await aws.assume({}, { PrincipalArn: roleArn("Engineer") }))).message).toBe(
      "Principal ARN is invalid",
    );
  });
  it.each([
    ["", "missing value for decimal type"],
    ["soon", ""],
    ["2147483648", ""],
    ["1e3", ""],
  ])("when DurationSeconds is '%s'", async (DurationSeconds, message) => {
    const answer = await aws.assume({}, { DurationSeconds });
    const body = await answer.clone().text();
    expect(await faultOf(answer)).toEqual({ status: 400, code: "MalformedInput", message });
    expect(body.includes("<Message>")).toBe(message !== "");
  });
  it.each(["+900", "0900"])("but takes %s as 900 seconds", async (DurationSeconds) => {
    expect(await lifetimeOf(await aws.assume({}, { DurationSeconds }), aws.clock.now)).toBe(900);
  });
  it("when an assertion is over 100,000 characters", async () => {
    expect((await faultOf(await aws.assume({}, { SAMLAssertion: "A".repeat(100_001) }))).message).toMatch(
      /Value at 'sAMLAssertion' .* less than or equal to 100000$/,
    );
  });
});
