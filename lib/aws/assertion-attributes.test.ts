import { describe, expect, test } from "vitest";
import { type AwsAttributesInput, awsAssertionAttributes } from "./assertion-attributes";

const INPUT: AwsAttributesInput = {
  roleArn: "arn:aws:iam::418273650912:role/ops/Administrator",
  providerArn: "arn:aws:iam::418273650912:saml-provider/Rolebridge",
  sessionName: "ada@meridian.example",
  durationSeconds: 3600,
  tags: [],
  transitiveTagKeys: [],
};
const P = "https://aws.amazon.com/SAML/Attributes/";
const with_ =
  (change: Partial<AwsAttributesInput>): (() => unknown) =>
  () =>
    awsAssertionAttributes({ ...INPUT, ...change });
const tags = (...pairs: [string, string][]): Partial<AwsAttributesInput> => ({
  tags: pairs.map(([key, value]) => ({ key, value })),
});
const code = (name: string): unknown =>
  expect.objectContaining({ code: name, detail: expect.stringMatching(/.+/) });

describe("the attributes for AWS", () => {
  test("I03 are exactly these, with one role", () => {
    expect(
      awsAssertionAttributes({
        ...INPUT,
        ...tags(["team", "Logistics"], ["Cost Center", ""]),
        transitiveTagKeys: ["team"],
        sourceIdentity: "ada@meridian.example",
      }),
    ).toEqual([
      {
        name: `${P}Role`,
        values: [
          "arn:aws:iam::418273650912:role/ops/Administrator,arn:aws:iam::418273650912:saml-provider/Rolebridge",
        ],
      },
      { name: `${P}RoleSessionName`, values: ["ada@meridian.example"] },
      { name: `${P}SessionDuration`, values: ["3600"] },
      { name: `${P}PrincipalTag:team`, values: ["Logistics"] },
      { name: `${P}PrincipalTag:Cost Center`, values: [""] },
      { name: `${P}TransitiveTagKeys`, values: ["team"] },
      { name: `${P}SourceIdentity`, values: ["ada@meridian.example"] },
    ]);
  });

  test("say nothing of tags and source identity when there are none", () => {
    expect(awsAssertionAttributes(INPUT)).toHaveLength(3);
  });

  test("take what is exactly at AWS's limits", () => {
    const fifty = Array.from({ length: 50 }, (_, n) => [`k${n}`, "v"] as [string, string]);
    expect(with_(tags(...fifty))).not.toThrow();
    expect(with_(tags(["k".repeat(128), "v".repeat(256)]))).not.toThrow();
    expect(with_(tags(["𝒦".repeat(128), "𝒱".repeat(256)]))).not.toThrow();
    expect(with_(tags(["Zoë", "漢字 _.:/=+-@ 9"]))).not.toThrow();
    expect(with_({ durationSeconds: 900 })).not.toThrow();
    expect(with_({ durationSeconds: 43_200 })).not.toThrow();
  });

  test.each([
    ["51 tags", tags(...Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"] as [string, string]))],
    ["500 tags", tags(...Array.from({ length: 500 }, (_, n) => [`k${n}`, "v"] as [string, string]))],
    ["an empty key", tags(["", "v"])],
    ["a key of 129 characters", tags(["k".repeat(129), "v"])],
    ["a value of 257 characters", tags(["k", "v".repeat(257)])],
    ["keys that differ in case only", tags(["Dept", "a"], ["dept", "b"])],
    ["a key that AWS keeps", tags(["aws:PrincipalOrg", "v"])],
    ["the same in capitals", tags(["AWS:x", "v"])],
    ["a key with markup", tags(["a<b", "v"])],
    ["a value with an ampersand", tags(["k", "a&b"])],
    ["a value with a quote", tags(["k", 'a"b'])],
    ["a value with a comma", tags(["k", "a,b"])],
    ["a value with a line feed", tags(["k", "a\nb"])],
    ["a value with a NUL", tags(["k", "a\0b"])],
    ["a value with a next-line character", tags(["k", "a\u0085b"])],
    ["a value with a line separator", tags(["k", "a\u2028b"])],
    ["a value with a lone surrogate", tags(["k", "a\ud800"])],
    ["an emoji", tags(["k", "😀"])],
    ["a zero-width space", tags(["k", "a\u200bb"])],
    ["a right-to-left override", tags(["k", "a\u202eb"])],
    ["a value with a leading space", tags(["k", " v"])],
    ["a value with a trailing no-break space", tags(["k", "v\u00a0"])],
    ["a key with a trailing space", tags(["k ", "v"])],
    ["a transitive key that is no tag", { ...tags(["team", "x"]), transitiveTagKeys: ["cost"] }],
    ["a transitive key in another case", { ...tags(["team", "x"]), transitiveTagKeys: ["Team"] }],
    ["a transitive key twice", { ...tags(["team", "x"]), transitiveTagKeys: ["team", "team"] }],
  ])("A04 refuse %s", (_, change) => {
    expect(with_(change)).toThrow(code("issuance.tag_invalid"));
  });

  test.each([899, 43_201, 0, -1, 900.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "A05 refuse a duration of %s seconds",
    (durationSeconds) => {
      expect(with_({ durationSeconds })).toThrow(code("issuance.duration_invalid"));
    },
  );

  test.each(["", "a", "a b", "x".repeat(65), "ada\n", "<ada>"])(
    "A02 refuse the session name %j",
    (sessionName) => {
      expect(with_({ sessionName })).toThrow(code("issuance.assertion_invalid"));
    },
  );

  test.each(["", "a", "aws:x", "x".repeat(65), "a b"])(
    "A07 refuse the source identity %j",
    (sourceIdentity) => {
      expect(with_({ sourceIdentity })).toThrow(code("issuance.assertion_invalid"));
    },
  );

  test("A15 refuse a provider of another account or partition", () => {
    expect(with_({ providerArn: "arn:aws:iam::730915284466:saml-provider/Rolebridge" })).toThrow(
      code("issuance.assertion_invalid"),
    );
    expect(with_({ providerArn: "arn:aws-cn:iam::418273650912:saml-provider/Rolebridge" })).toThrow(
      code("issuance.assertion_invalid"),
    );
  });

  test("I02 refuse a second role behind a comma", () => {
    expect(with_({ roleArn: `${INPUT.roleArn},${INPUT.roleArn}` })).toThrow(code("aws.arn_invalid"));
    expect(with_({ providerArn: `${INPUT.providerArn},${INPUT.roleArn}` })).toThrow(code("aws.arn_invalid"));
  });
});
