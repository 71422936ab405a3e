import { describe, expect, test } from "vitest";
import type { AppError } from "../errors/app-error";
import { awsTokenClaims } from "./web-identity-claims";

const ROLE = "arn:aws:iam::123456789012:role/team/Deploy";
const NONE = { roleArn: ROLE, tags: [], transitiveTagKeys: [] };
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as AppError).code;
  }
  return undefined;
};

describe("claims for AWS", () => {
  test("name exactly the role that was asked for, and nothing that was not", () => {
    expect(awsTokenClaims(NONE)).toEqual({ "https://aws.amazon.com/roles": [ROLE] });
  });

  test("carry tags nested, each value in an array, with transitive keys and source identity", () => {
    const claims = awsTokenClaims({
      ...NONE,
      tags: [
        { key: "Department", value: "Logistics" },
        { key: "__proto__", value: "kept" },
      ],
      transitiveTagKeys: ["Department"],
      sourceIdentity: "ada@example.com",
    });
    expect(JSON.parse(JSON.stringify(claims))).toEqual(
      JSON.parse(`{"https://aws.amazon.com/roles":["${ROLE}"],
        "https://aws.amazon.com/tags":{"principal_tags":{"Department":["Logistics"],"__proto__":["kept"]},
          "transitive_tag_keys":["Department"]},
        "https://aws.amazon.com/source_identity":"ada@example.com"}`),
    );
  });

  test.each([
    [
      "a key twice, whatever the case",
      {
        tags: [
          { key: "A", value: "1" },
          { key: "a", value: "2" },
        ],
      },
      "issuance.tag_invalid",
    ],
    ["a key of AWS's own", { tags: [{ key: "aws:x", value: "1" }] }, "issuance.tag_invalid"],
    ["a transitive key that is no tag", { transitiveTagKeys: ["A"] }, "issuance.tag_invalid"],
    ["a source identity with a space", { sourceIdentity: "a b" }, "issuance.assertion_invalid"],
    ["two roles in one", { roleArn: `${ROLE};${ROLE}` }, "aws.arn_invalid"],
    ["a wildcard for a role", { roleArn: "arn:aws:iam::123456789012:role/*" }, "aws.arn_invalid"],
  ])("refuse %s (A04)", (_, change, code) => {
    expect(codeOf(() => awsTokenClaims({ ...NONE, ...change }))).toBe(code);
  });
});
