import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseProviderArn, parseRoleArn, providerArnOf } from "./arn";

const refused = expect.objectContaining({ code: "aws.arn_invalid", detail: expect.stringMatching(/\.$/) });

describe("I02 A03 role ARNs", () => {
  test.each([
    ["arn:aws:iam::418273650912:role/Administrator", "aws", "/", "Administrator"],
    ["arn:aws-cn:iam::418273650912:role/team/ops/Read-Only_1", "aws-cn", "/team/ops/", "Read-Only_1"],
    ["arn:aws-us-gov:iam::418273650912:role/a=b@c.d+e", "aws-us-gov", "/", "a=b@c.d+e"],
    ["arn:aws-eusc:iam::418273650912:role/X", "aws-eusc", "/", "X"],
  ])("takes %s apart", (arn, partition, path, roleName) => {
    expect(parseRoleArn(arn)).toEqual({ arn, partition, accountId: "418273650912", path, roleName });
  });

  test.each([
    [
      "a second role behind a comma (I02)",
      "arn:aws:iam::418273650912:role/A,arn:aws:iam::418273650912:role/B",
    ],
    ["a comma in the name", "arn:aws:iam::418273650912:role/A,B"],
    [
      "a role of IAM Identity Center (A16)",
      "arn:aws:iam::418273650912:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
    ],
    ["a session instead of a role", "arn:aws:sts::418273650912:assumed-role/A/B"],
    ["a provider", "arn:aws:iam::418273650912:saml-provider/Rolebridge"],
    ["a user", "arn:aws:iam::418273650912:user/A"],
    ["an unknown partition", "arn:aws-iso-x:iam::418273650912:role/A"],
    ["eleven digits", "arn:aws:iam::41827365091:role/A"],
    ["thirteen digits", "arn:aws:iam::4182736509123:role/A"],
    ["digits of another script", "arn:aws:iam::४18273650912:role/A"],
    ["no name", "arn:aws:iam::418273650912:role/"],
    ["a path without a name", "arn:aws:iam::418273650912:role/a/"],
    ["an empty path segment", "arn:aws:iam::418273650912:role//A"],
    ["a name of 65 characters", `arn:aws:iam::418273650912:role/${"a".repeat(65)}`],
    ["a path of 513 characters", `arn:aws:iam::418273650912:role/${"a".repeat(511)}/A`],
    ["a trailing line feed", "arn:aws:iam::418273650912:role/A\n"],
    ["a leading space", " arn:aws:iam::418273650912:role/A"],
    ["a wildcard", "arn:aws:iam::418273650912:role/*"],
    ["a template", "arn:aws:iam::418273650912:role/$(name)"],
    ["an umlaut", "arn:aws:iam::418273650912:role/Müller"],
    ["nothing", ""],
  ])("refuses %s", (_, arn) => {
    expect(() => parseRoleArn(arn)).toThrow(refused);
  });

  test("nothing that passes holds a comma, whitespace or a character beyond ASCII", () => {
    const near = fc.stringMatching(/^arn:aws:iam::[0-9]{12}:role\/[\w+=,.@/ \n*é-]{1,20}$/);
    fc.assert(
      fc.property(near, (arn) => {
        try {
          expect(parseRoleArn(arn).arn).toMatch(/^[A-Za-z0-9:_+=.@/-]+$/);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
    );
  });
});

describe("provider ARNs", () => {
  test("are taken apart and put together", () => {
    const arn = providerArnOf("aws", "418273650912", "Rolebridge");
    expect(parseProviderArn(arn)).toEqual({
      arn,
      partition: "aws",
      accountId: "418273650912",
      name: "Rolebridge",
    });
  });

  test.each([
    ["a role", "arn:aws:iam::418273650912:role/A"],
    ["a comma", "arn:aws:iam::418273650912:saml-provider/A,B"],
    ["a path", "arn:aws:iam::418273650912:saml-provider/a/B"],
    ["a name of 129 characters", `arn:aws:iam::418273650912:saml-provider/${"a".repeat(129)}`],
    ["a line feed", "arn:aws:iam::418273650912:saml-provider/A\n"],
  ])("refuses %s", (_, arn) => {
    expect(() => parseProviderArn(arn)).toThrow(refused);
  });

  test("refuses to make one from a bad name or account", () => {
    expect(() => providerArnOf("aws", "418273650912", "a,b")).toThrow(refused);
    expect(() => providerArnOf("aws", "1", "Rolebridge")).toThrow(refused);
  });
});
