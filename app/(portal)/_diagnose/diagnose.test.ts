import { describe, expect, it } from "vitest";
import { decodedFacts } from "./decoded";
import { encodedMessageIn } from "./questions";

describe("decodedFacts", () => {
  it("says who wanted what on which resource, and that nothing allows it", () => {
    const facts = decodedFacts({
      allowed: false,
      explicitDeny: false,
      matchedStatements: { items: [] },
      context: {
        principal: { id: "AROA:ada", arn: "arn:aws:sts::730915284466:assumed-role/Developer/ada" },
        action: "ec2:RunInstances",
        resource: "arn:aws:ec2:eu-west-1:730915284466:instance/*",
      },
    });
    expect(facts).toEqual({
      sentence: "No policy allows it. Somebody must allow the action on the resource for this role.",
      who: "arn:aws:sts::730915284466:assumed-role/Developer/ada",
      action: "ec2:RunInstances",
      resource: "arn:aws:ec2:eu-west-1:730915284466:instance/*",
      deniedBy: [],
    });
  });

  it("names the statement of an explicit denial", () => {
    const facts = decodedFacts({
      allowed: false,
      explicitDeny: true,
      matchedStatements: { items: [{ statementId: "DenyWithoutMfa", sourcePolicyId: "guard" }] },
    });
    expect(facts.deniedBy).toEqual(["DenyWithoutMfa in guard"]);
    expect(facts.sentence).toContain("a denial wins");
  });

  it("does not fail on what it does not know", () => {
    expect(decodedFacts("?").deniedBy).toEqual([]);
  });
});

describe("encodedMessageIn", () => {
  it("takes the encoded part out of a whole error of the AWS CLI", () => {
    const error =
      "You are not authorized to perform this operation. Encoded authorization failure message: abc-DEF_\n  123";
    expect(encodedMessageIn(error)).toBe("abc-DEF_123");
    expect(encodedMessageIn(" abc\n")).toBe("abc");
  });
});
