import { describe, expect, it } from "vitest";
import { type AccessRequest, evaluatePolicies } from "./evaluate-policy";
import { parsePolicy } from "./policy-document";
import { RequestContext } from "./request-context";

const PROVIDER = "arn:aws:iam::111122223333:saml-provider/Bridge";

function decide(statements: object | object[], request: Partial<AccessRequest> = {}, Version = "2012-10-17") {
  return evaluatePolicies([parsePolicy(JSON.stringify({ Version, Statement: statements }))], {
    action: "sts:AssumeRoleWithSAML",
    context: new RequestContext(),
    ...request,
  });
}

/** `${name}`, as policies write a variable. */
const variable = (name: string) => ["$", "{", name, "}"].join("");
const federated = { kind: "Federated", ids: [PROVIDER] } as const;
const trusting = (more: object) => ({ Effect: "Allow", Action: "sts:AssumeRoleWithSAML", ...more });

describe("principals", () => {
  it.each([
    ["the provider itself", { Principal: { Federated: PROVIDER } }, "Allow"],
    ["one of several", { Principal: { Federated: ["accounts.google.com", PROVIDER] } }, "Allow"],
    ["everyone", { Principal: "*" }, "Allow"],
    ["everyone, the long way", { Principal: { AWS: "*" } }, "Allow"],
    ["another provider", { Principal: { Federated: `${PROVIDER}2` } }, "ImplicitDeny"],
    [
      "a provider by wildcard",
      { Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/*" } },
      "ImplicitDeny",
    ],
    ["an AWS principal", { Principal: { AWS: "111122223333" } }, "ImplicitDeny"],
    ["everyone else", { NotPrincipal: { Federated: PROVIDER } }, "ImplicitDeny"],
    ["nobody in particular", {}, "ImplicitDeny"],
  ])("that are %s", (_who, principal, expected) => {
    expect(decide(trusting(principal), { principal: federated })).toBe(expected);
  });
});

describe("actions and resources", () => {
  it.each([
    ["sts:AssumeRoleWithSAML", "Allow"],
    ["STS:assumerolewithsaml", "Allow"],
    ["sts:AssumeRole*", "Allow"],
    ["sts:AssumeRoleWithSAM?", "Allow"],
    ["*", "Allow"],
    ["sts:AssumeRole", "ImplicitDeny"],
    ["sts:AssumeRoleWithSAML?", "ImplicitDeny"],
  ])("match by %s: %s", (Action, expected) => {
    expect(decide({ Effect: "Allow", Action })).toBe(expected);
  });
  it("are matched by their negations", () => {
    expect(decide({ Effect: "Allow", NotAction: "sts:TagSession" })).toBe("Allow");
    expect(decide({ Effect: "Allow", NotAction: "sts:*" })).toBe("ImplicitDeny");
    const read = { action: "s3:GetObject", resource: "arn:aws:s3:::manifests/2026/x" };
    expect(decide({ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::manifests/*" }, read)).toBe(
      "ImplicitDeny",
    );
    expect(decide({ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::manifests/*" }, read)).toBe(
      "Allow",
    );
  });
});

it("an explicit Deny beats every Allow, whatever their order", () => {
  const allow = { Effect: "Allow", Action: "*" };
  const deny = { Effect: "Deny", Action: "sts:AssumeRoleWithSAML" };
  expect(decide([allow, deny])).toBe("ExplicitDeny");
  expect(decide([deny, allow])).toBe("ExplicitDeny");
});

const CONTEXT = new RequestContext()
  .set("SAML:aud", "https://signin.aws.amazon.com/saml")
  .set("sts:RoleSessionName", "ada@meridian.example")
  .set("aws:RequestTag/department", "Logistics")
  .set("aws:TagKeys", ["department", "team"])
  .set("aws:SourceIp", "203.0.113.7")
  .set("aws:CurrentTime", "2026-11-21T12:00:00Z")
  .set("aws:EpochTime", "1795262400")
  .set("aws:SecureTransport", "true")
  .set("aws:MultiFactorAuthAge", "120")
  .set("aws:PrincipalTag/star", "*")
  .set("aws:PrincipalArn", "arn:aws:iam::111122223333:role/team/Ada");

const HOLD: readonly [string, string, string | string[]][] = [
  ["StringEquals", "SAML:aud", ["https://x", "https://signin.aws.amazon.com/saml"]],
  ["StringEquals", "saml:AUD", "https://signin.aws.amazon.com/saml"],
  ["StringNotEquals", "SAML:aud", "https://x"],
  ["StringNotEquals", "SAML:iss", "https://x"],
  ["StringEqualsIfExists", "SAML:iss", "https://x"],
  ["StringEqualsIgnoreCase", "aws:RequestTag/department", "LOGISTICS"],
  ["StringNotEqualsIgnoreCase", "aws:RequestTag/department", "sales"],
  ["StringLike", "sts:RoleSessionName", "*@meridian.example"],
  ["StringLike", "sts:RoleSessionName", "ad?@*"],
  ["StringNotLike", "sts:RoleSessionName", "*@evil.example"],
  ["StringLike", "aws:RequestTag/department", variable("aws:RequestTag/department")],
  ["StringEquals", "aws:RequestTag/department", variable("aws:RequestTag/none, 'Logistics'")],
  ["ForAllValues:StringEquals", "aws:TagKeys", ["department", "team", "cost"]],
  ["ForAllValues:StringEquals", "aws:Missing", "x"],
  ["ForAnyValue:StringLike", "aws:TagKeys", "dep*"],
  ["IpAddress", "aws:SourceIp", "203.0.113.0/24"],
  ["NotIpAddress", "aws:SourceIp", "198.51.100.0/24"],
  ["DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z"],
  ["DateGreaterThanEquals", "aws:CurrentTime", "2026-11-21T12:00:00Z"],
  ["DateLessThan", "aws:EpochTime", "2027-01-01T00:00:00Z"],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "3600"],
  ["Bool", "aws:SecureTransport", "true"],
  ["Null", "SAML:iss", "true"],
  ["Null", "SAML:aud", "false"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*"],
];

const FAIL: readonly [string, string, string | string[]][] = [
  ["StringEquals", "SAML:aud", "https://SIGNIN.aws.amazon.com/saml"],
  ["StringEquals", "SAML:aud", "https://signin.aws.amazon.com/*"],
  ["StringEquals", "SAML:iss", "https://x"],
  ["StringNotEquals", "SAML:aud", ["https://x", "https://signin.aws.amazon.com/saml"]],
  ["StringEqualsIfExists", "SAML:aud", "https://x"],
  ["StringLike", "sts:RoleSessionName", "*@evil.example"],
  ["StringLike", "sts:RoleSessionName", variable("aws:PrincipalTag/star")],
  ["StringEquals", "aws:RequestTag/department", variable("aws:RequestTag/none")],
  ["ForAllValues:StringEquals", "aws:TagKeys", ["department"]],
  ["ForAnyValue:StringEquals", "aws:TagKeys", ["cost"]],
  ["ForAnyValue:StringNotEquals", "aws:Missing", "x"],
  ["IpAddress", "aws:SourceIp", "198.51.100.0/24"],
  ["IpAddress", "aws:SourceIp", "2001:db8::/32"],
  ["DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "60"],
  ["Bool", "aws:SecureTransport", "false"],
  ["Bool", "aws:MultiFactorAuthPresent", "false"],
  ["Null", "SAML:iss", "false"],
  ["Null", "SAML:aud", "true"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:role/team/Ada"],
];

describe("conditions", () => {
  const judge = (operator: string, key: string, value: string | string[]) =>
    decide(
      { Effect: "Allow", Action: "*", Condition: { [operator]: { [key]: value } } },
      { context: CONTEXT },
    );
  it.each(HOLD)("hold: %s %s %s", (operator, key, value) => {
    expect(judge(operator, key, value)).toBe("Allow");
  });
  it.each(FAIL)("fail: %s %s %s", (operator, key, value) => {
    expect(judge(operator, key, value)).toBe("ImplicitDeny");
  });
  it("must all hold, every operator and every key", () => {
    const both = (sub: string) => ({
      StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml", "sts:RoleSessionName": sub },
      Bool: { "aws:SecureTransport": "true" },
    });
    const judgeAll = (Condition: object) =>
      decide({ Effect: "Allow", Action: "*", Condition }, { context: CONTEXT });
    expect(judgeAll(both("ada@meridian.example"))).toBe("Allow");
    expect(judgeAll(both("otto@meridian.example"))).toBe("ImplicitDeny");
  });
  it("have no variables in policies of the old version", () => {
    const Condition = {
      StringEquals: { "aws:RequestTag/department": variable("aws:RequestTag/department") },
    };
    const statement = { Effect: "Allow", Action: "*", Condition };
    expect(decide(statement, { context: CONTEXT }, "2012-10-17")).toBe("Allow");
    expect(decide(statement, { context: CONTEXT }, "2008-10-17")).toBe("ImplicitDeny");
  });
});

describe("a policy is refused", () => {
  it.each([
    [
      "with an unknown field",
      { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Actoin: "*" } },
    ],
    ["with an unknown version", { Version: "2020-01-01", Statement: { Effect: "Allow", Action: "*" } }],
    ["without a statement", { Version: "2012-10-17" }],
    ["without an action", { Statement: { Effect: "Allow" } }],
    ["with an effect that is none", { Statement: { Effect: "allow", Action: "*" } }],
    ["with Action and NotAction", { Statement: { Effect: "Allow", Action: "*", NotAction: "*" } }],
    [
      "with an operator AWS has not",
      { Statement: { Effect: "Allow", Action: "*", Condition: { StringMatches: { a: "b" } } } },
    ],
    [
      "with NullIfExists",
      { Statement: { Effect: "Allow", Action: "*", Condition: { NullIfExists: { a: "true" } } } },
    ],
    ["that is a list", []],
  ])("%s", (_what, policy) => {
    expect(() => parsePolicy(JSON.stringify(policy))).toThrow(/^MalformedPolicyDocument/);
  });
});
