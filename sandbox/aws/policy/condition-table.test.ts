import { describe, expect, it } from "vitest";
import { evaluatePolicies } from "./evaluate-policy";
import { parsePolicy } from "./policy-document";
import { RequestContext } from "./request-context";

type Values = string | readonly string[];

/** Whether one line of a Condition block holds of a key with these values; `undefined` for a key that is not there. */
function holds(operator: string, requested: Values | undefined, written: unknown, key = "test:Key"): boolean {
  const Condition = { [operator]: { [key]: written } };
  const policy = {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "*", Resource: "*", Condition },
  };
  const context = new RequestContext().set("test:Key", requested).set("aws:PrincipalTag/team", "data");
  return (
    evaluatePolicies([parsePolicy(JSON.stringify(policy))], { action: "s3:GetObject", context }) === "Allow"
  );
}

/** `${name}`, as policies write a variable. */
const variable = (name: string) => ["$", "{", name, "}"].join("");

/** Operator, what the policy wants, values that satisfy it, values that do not. */
const TABLE: readonly [string, Values | number | boolean, readonly string[], readonly string[]][] = [
  ["StringEquals", "Data", ["Data"], ["data", "Dat", "Data ", ""]],
  ["StringEquals", "D*", ["D*"], ["Data"]],
  ["StringNotEquals", ["a", "b"], ["c", "A"], ["a", "b"]],
  ["StringEqualsIgnoreCase", "Data", ["DATA", "data"], ["dat"]],
  ["StringNotEqualsIgnoreCase", "Data", ["dat"], ["DATA"]],
  ["StringLike", "in/*/?.txt", ["in/a/b.txt", "in/a/b/c.txt"], ["in/a/bc.txt", "IN/a/b.txt", "in/.txt"]],
  ["StringLike", "a.c", ["a.c"], ["abc"]],
  ["StringLike", ["x", "*"], ["anything", "line\nbreak"], []],
  ["StringLike", `${variable("*")}${variable("?")}${variable("$")}`, ["*?$"], ["ab$"]],
  ["StringNotLike", "in/*", ["out/a"], ["in/a"]],
  ["NumericEquals", 5, ["5", "5.0", "+5"], ["6", "five", "", "0x5", "5e0"]],
  ["NumericNotEquals", "5", ["6"], ["5"]],
  ["NumericLessThan", "5", ["4.9", "-7"], ["5", "5.1", ""]],
  ["NumericLessThanEquals", "5", ["5"], ["5.1"]],
  ["NumericGreaterThan", "5", ["5.1"], ["5"]],
  ["NumericGreaterThanEquals", "5", ["5"], ["4"]],
  [
    "DateEquals",
    "2026-11-21T12:00:00Z",
    ["2026-11-21T12:00:00Z", "2026-11-21T13:00:00+01:00", "1795262400"],
    ["2026-11-21T12:00:01Z"],
  ],
  ["DateNotEquals", "2026-11-21", ["2026-11-22T00:00:00Z"], ["2026-11-21T00:00:00Z"]],
  [
    "DateLessThan",
    "2026-11-21T12:00:00Z",
    ["2026-11-21T11:59:59Z"],
    ["2026-11-21T12:00:00Z", "21 Nov 2020", "soon", ""],
  ],
  ["DateLessThanEquals", "1795262400", ["2026-11-21T12:00:00Z"], ["2026-11-21T12:00:01Z"]],
  ["DateGreaterThan", "2026-11-21T12:00:00Z", ["2026-11-21T12:00:00.5Z"], ["2026-11-21T12:00:00Z"]],
  ["DateGreaterThanEquals", "2026-11-21T12:00:00Z", ["2026-11-21T12:00:00Z"], ["2026-11-21T11:59:59Z"]],
  ["Bool", true, ["true", "TRUE"], ["false", "1", ""]],
  ["Bool", "false", ["false"], ["true"]],
  ["BinaryEquals", "QmluYXJ5", ["QmluYXJ5"], ["qmluYXJ5"]],
  ["IpAddress", "203.0.113.0/24", ["203.0.113.255"], ["203.0.114.0", "2001:db8::1", "garbage", ""]],
  [
    "IpAddress",
    ["203.0.113.7", "2001:db8::/32"],
    ["203.0.113.7", "2001:db8:1::1"],
    ["203.0.113.8", "2001:db9::1"],
  ],
  ["IpAddress", "203.0.113.0/99", [], ["203.0.113.0"]],
  ["NotIpAddress", "203.0.113.0/24", ["198.51.100.1"], ["203.0.113.1"]],
  [
    "ArnEquals",
    "arn:aws:iam::1:role/a/*",
    ["arn:aws:iam::1:role/a/b", "arn:aws:iam::1:role/a/b:c"],
    ["arn:aws:iam::1:role/A/b", "arn:aws:iam::2:role/a/b", "role/a/b"],
  ],
  [
    "ArnLike",
    "arn:*:iam::*:role/?",
    ["arn:aws-cn:iam::2:role/x"],
    ["arn:aws:sts::2:role/x", "arn:aws:iam:eu:2:role/x"],
  ],
  ["ArnLike", "arn:aws:iam:*:role/x", [], ["arn:aws:iam::2:role/x"]],
  ["ArnNotEquals", "arn:aws:iam::1:role/a", ["arn:aws:iam::1:role/b"], ["arn:aws:iam::1:role/a"]],
  ["ArnNotLike", "arn:aws:iam::1:role/*", ["arn:aws:iam::2:role/b"], ["arn:aws:iam::1:role/b"]],
  ["StringEquals", variable("aws:PrincipalTag/team"), ["data"], ["other", variable("aws:PrincipalTag/team")]],
  ["StringEquals", variable("aws:PrincipalTag/none"), [], ["", "data"]],
  ["StringEquals", variable("aws:PrincipalTag/none, 'de,fault'"), ["de,fault"], ["data"]],
  ["StringEquals", variable("aws:PrincipalTag/team, 'x'"), ["data"], ["x"]],
];

describe.each(TABLE)("%s %j", (operator, written, yes, no) => {
  it("holds of what satisfies it, and of nothing else", () => {
    expect(yes.filter((value) => !holds(operator, value, written))).toEqual([]);
    expect(no.filter((value) => holds(operator, value, written))).toEqual([]);
  });
  it("holds without its key only when it is a negation or says IfExists", () => {
    expect(holds(operator, undefined, written)).toBe(/Not/.test(operator));
    expect(holds(`${operator}IfExists`, undefined, written)).toBe(true);
    const wrong = no.filter((value) => holds(`${operator}IfExists`, value, written));
    expect(wrong).toEqual([]);
  });
});

const NOTHING: readonly string[] = [];

describe("sets of values", () => {
  it.each<[string, Values | undefined, Values, boolean]>([
    // Every value must be among those written; of no values that is true.
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "b", "c"], true],
    ["ForAllValues:StringEquals", ["a", "d"], ["a", "b", "c"], false],
    ["ForAllValues:StringEquals", undefined, ["a"], true],
    ["ForAllValues:StringEquals", NOTHING, ["a"], true],
    ["ForAllValues:StringEquals", [""], ["a"], true],
    ["ForAllValues:StringEquals", ["a"], NOTHING, false],
    ["ForAllValues:StringLike", ["team-a", "team-b"], "team-*", true],
    ["ForAllValues:StringNotEquals", ["c", "d"], ["a", "b"], true],
    ["ForAllValues:StringNotEquals", ["c", "a"], ["a", "b"], false],
    ["ForAllValues:StringNotEquals", undefined, ["a"], true],
    ["ForAllValues:StringEqualsIfExists", undefined, ["a"], true],
    ["ForAllValues:StringEqualsIfExists", ["b"], ["a"], false],
    // One value must be among those written; of no values that is false, of a negation too.
    ["ForAnyValue:StringEquals", ["a", "d"], ["a", "b"], true],
    ["ForAnyValue:StringEquals", ["c", "d"], ["a", "b"], false],
    ["ForAnyValue:StringEquals", undefined, ["a"], false],
    ["ForAnyValue:StringEquals", [""], ["a", ""], false],
    ["ForAnyValue:StringNotEquals", ["a", "c"], ["a", "b"], true],
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], false],
    ["ForAnyValue:StringNotEquals", undefined, ["a"], false],
    ["ForAnyValue:StringEqualsIfExists", undefined, ["a"], true],
    ["ForAnyValue:StringLike", ["x", "team-b"], "team-*", true],
    ["ForAnyValue:ArnLike", ["arn:aws:iam::1:role/a"], "arn:aws:iam::*:role/*", true],
    ["ForAnyValue:NumericLessThan", ["9", "4"], "5", true],
    ["ForAllValues:NumericLessThan", ["9", "4"], "5", false],
    // Without a quantifier one match is enough, and one match spoils a negation.
    ["StringEquals", ["a", "z"], ["a"], true],
    ["StringNotEquals", ["a", "z"], ["a"], false],
    // Together with Null the empty set can be kept out, as AWS advises.
    ["Null", undefined, "true", true],
    ["Null", undefined, "false", false],
    ["Null", ["a"], "false", true],
    ["Null", ["a"], "true", false],
  ])("%s of %j in %j: %s", (operator, requested, written, expected) => {
    expect(holds(operator, requested, written)).toBe(expected);
  });
});

describe("a policy is malformed", () => {
  const statement = { Effect: "Allow", Action: "*", Resource: "*" };
  const words = (policy: unknown) => () =>
    parsePolicy(typeof policy === "string" ? policy : JSON.stringify(policy));
  it.each<[string, unknown, string]>([
    ["when it is no JSON", "{", "This policy contains invalid Json"],
    ["when it is a list", [], "Syntax errors in policy."],
    ["when its version is none", { Version: "2012", Statement: statement }, "valid version string"],
    ["without a statement", { Version: "2012-10-17" }, "Missing required field Statement"],
    ["with an empty list of statements", { Statement: [] }, "Missing required field Statement"],
    ["when a statement is text", { Statement: "Allow" }, "Syntax errors in policy."],
    ["with an Id that is no text", { Id: 1, Statement: statement }, "Syntax errors in policy."],
    ["with a Sid that is no text", { Statement: { ...statement, Sid: 1 } }, "Syntax errors in policy."],
    ["without an effect", { Statement: { Action: "*" } }, "Missing required field Effect"],
    [
      "with an effect that is none",
      { Statement: { ...statement, Effect: "ALLOW" } },
      "Invalid effect: ALLOW",
    ],
    ["with no actions", { Statement: { ...statement, Action: [] } }, "Syntax errors in policy."],
    [
      "with an action that is no text",
      { Statement: { ...statement, Action: [1] } },
      "Syntax errors in policy.",
    ],
    [
      "with Resource and NotResource",
      { Statement: { ...statement, NotResource: "*" } },
      "both Resource and NotResource",
    ],
    [
      "with Principal and NotPrincipal",
      { Statement: { ...statement, Principal: "*", NotPrincipal: "*" } },
      "both Principal and NotPrincipal",
    ],
    [
      "with a kind of principal that is none",
      { Statement: { ...statement, Principal: { Aws: "1" } } },
      "Invalid principal in policy",
    ],
    [
      "with a principal that is text",
      { Statement: { ...statement, Principal: "me" } },
      "Syntax errors in policy.",
    ],
    [
      "with a field that is none",
      { Statement: { ...statement, Conditions: {} } },
      "Unknown field Conditions",
    ],
    [
      "with an operator that is none",
      { Statement: { ...statement, Condition: { StringEqual: { a: "b" } } } },
      "Invalid Condition type : StringEqual.",
    ],
    [
      "with a quantifier that is none",
      { Statement: { ...statement, Condition: { "ForOneValue:StringEquals": { a: "b" } } } },
      "Invalid Condition type",
    ],
    [
      "with a condition value that is an object",
      { Statement: { ...statement, Condition: { Bool: { a: {} } } } },
      "Syntax errors in policy.",
    ],
    [
      "with null for a condition value",
      { Statement: { ...statement, Condition: { Bool: { a: null } } } },
      "Syntax errors in policy.",
    ],
    ["with conditions in a list", { Statement: { ...statement, Condition: [] } }, "Syntax errors in policy."],
  ])("%s", (_what, policy, message) => {
    expect(words(policy)).toThrow(`MalformedPolicyDocument: `);
    expect(words(policy)).toThrow(message);
  });
});
