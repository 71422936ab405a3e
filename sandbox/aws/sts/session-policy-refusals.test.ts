import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultOf, startTestAws, type TestAws } from "../testing/running-aws";

let aws: TestAws;

beforeAll(async () => {
  aws = await startTestAws();
});
afterAll(() => aws.close());

const READ = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
});
const arn = (index: number) => `arn:aws:iam::aws:policy/ReadOnlyAccess${index}`;
const arns = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`PolicyArns.member.${index + 1}.arn`, arn(index)]),
  );

describe("a session policy", () => {
  it("is packed, and the answer says how full the pack is", async () => {
    const answer = await aws.assume({}, { Policy: READ, ...arns(2) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/<PackedPolicySize>[1-9]\d*</);
  });

  it.each([
    ["that is no JSON", "{"],
    ["that is no policy", '{"Statement":[]}'],
  ])("%s is a MalformedPolicyDocument (words assumed)", async (_what, Policy) => {
    expect(await faultOf(await aws.assume({}, { Policy }))).toMatchObject({
      status: 400,
      code: "MalformedPolicyDocument",
    });
  });

  it("over 2,048 characters, or with characters beyond Latin-1, breaks a constraint", async () => {
    const long = await faultOf(await aws.assume({}, { Policy: READ + " ".repeat(2048) }));
    expect(long.message).toMatch(/at 'policy' .* length less than or equal to 2048$/);
    const foreign = await faultOf(await aws.assume({}, { Policy: READ.replace("*", "☃") }));
    expect(foreign.message).toMatch(/at 'policy' .* regular expression pattern: /);
  });

  it("is too large together with its ARNs over 2,048 characters (words assumed)", async () => {
    const Policy = READ + " ".repeat(1800);
    expect(await faultOf(await aws.assume({}, { Policy, ...arns(10) }))).toMatchObject({
      code: "PackedPolicyTooLarge",
    });
  });

  it("cannot come with more than ten ARNs", async () => {
    expect((await faultOf(await aws.assume({}, arns(11)))).message).toMatch(
      /at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10$/,
    );
  });
});
