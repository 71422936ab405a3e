import { describe, expect, it } from "vitest";
import { awsManagedPolicy } from "./aws-managed-policies";
import { parsePermissionPolicy } from "./permission-policy";

const policy = (...statements: object[]) => {
  const Statement = statements.map((more) => ({
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "*",
    ...more,
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
};

describe("a policy for an identity", () => {
  it("keeps its text and can be read", () => {
    const text = policy({ Resource: ["arn:aws:s3:::manifests/*", "arn:*:s3:::x"], Action: ["s3:*", "*"] });
    expect(parsePermissionPolicy(text)).toMatchObject({ text, document: { version: "2012-10-17" } });
  });
  it.each<[string, object[], string]>([
    ["with a principal", [{ Principal: "*" }], "Policy document should not specify a principal."],
    ["without resources", [{ Resource: undefined }], "Policy statement must contain resources."],
    [
      "with a resource that is no ARN",
      [{ Resource: "manifests/*" }],
      'Resource manifests/* must be in ARN format or "*".',
    ],
    [
      "with an action of no service",
      [{ Action: "GetObject" }],
      "Actions/Conditions must be prefaced by a vendor",
    ],
    [
      "with two statements of one name",
      [{ Sid: "A" }, { Sid: "A" }],
      "Statement IDs (SID) in a single policy must be unique.",
    ],
    ["with a name that is not plain", [{ Sid: "a b" }], "Statement IDs (SID) must be alpha-numeric."],
  ])("is refused %s", (_what, statements, message) => {
    expect(() => parsePermissionPolicy(policy(...statements))).toThrow(`MalformedPolicyDocument: ${message}`);
  });
});

describe("AWS's own policies", () => {
  it("are found in every partition", () => {
    for (const arn of [
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
      "arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess",
    ])
      expect(awsManagedPolicy(arn)).toBeDefined();
  });
  it.each([
    "arn:aws:iam::aws:policy/Nonesuch",
    "arn:aws:iam::aws:policy/job-function/ReadOnlyAccess",
    "arn:aws:iam::418273650912:policy/ReadOnlyAccess",
    "arn:aws:iam::aws:policy/constructor",
  ])("are not found as %s", (arn) => {
    expect(awsManagedPolicy(arn)).toBeUndefined();
  });
});
