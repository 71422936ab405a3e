import { describe, expect, it } from "vitest";
import { PARTITIONS } from "../partitions";
import { parsePolicy } from "../policy/policy-document";
import type { Caller } from "../sigv4/authenticate";
import {
  AWAY,
  allow,
  deny,
  FEDERATED_ARN,
  federatedCaller,
  HOME,
  ISSUED,
  policy,
  ROLE_ARN,
  roleCaller,
  rootCaller,
  SESSION_ARN,
  USER_ARN,
  userCaller,
  userSessionCaller,
} from "../testing/callers";
import { type AccessQuestion, authorize, type Verdict } from "./authorize";
import { requestContext } from "./request-keys";

const NOW = new Date(ISSUED.getTime() + 60_000);

function ask(caller: Caller, question: Partial<AccessQuestion> = {}): Verdict {
  const context = requestContext(
    { sourceIp: "203.0.113.7", userAgent: undefined, region: undefined },
    PARTITIONS.aws,
  );
  return authorize(
    caller,
    {
      action: "s3:PutObject",
      resource: "arn:aws:s3:::drop/x",
      resourceAccountId: HOME,
      context,
      ...question,
    },
    { clock: () => NOW },
  );
}

const ALLOWED = { allowed: true };
const missing = (by: string) => ({ allowed: false, explicit: false, by });
const denied = (by: string) => ({ allowed: false, explicit: true, by });
const put = allow("s3:PutObject");
const onResource = (principal: unknown, effect = "Allow") =>
  parsePolicy(policy({ Effect: effect, Action: "s3:*", Principal: principal, Resource: "*" }));

describe("a caller's own policies", () => {
  const FULL = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
  it.each<[string, Caller, object]>([
    ["permit a user what they allow", userCaller({ inline: [put] }), ALLOWED],
    ["permit by a managed policy", userCaller({ attached: [FULL] }), ALLOWED],
    ["permit nothing when there are none", userCaller({}), missing("identity-based")],
    [
      "permit nothing by an ARN that names no policy",
      userCaller({ attached: ["arn:aws:iam::aws:policy/Nonesuch"] }),
      missing("identity-based"),
    ],
    [
      "deny in spite of an Allow",
      userCaller({ attached: [FULL], inline: [deny("s3:Put*")] }),
      denied("identity-based"),
    ],
    ["do not bound the root user", rootCaller(), ALLOWED],
    ["follow a user into GetSessionToken's credentials", userSessionCaller({ inline: [put] }), ALLOWED],
    ["are the role's for its sessions", roleCaller({ inline: [put] }), ALLOWED],
  ])("%s", (_what, caller, expected) => {
    expect(ask(caller)).toMatchObject(expected);
  });
});

describe("session policies", () => {
  const wide = { inline: [allow("s3:*")] };
  const narrow = { sessionPolicies: [policy(allow("s3:GetObject"))] };
  it.each<[string, Caller, object]>([
    ["cut a role down to what both allow", roleCaller(wide, narrow), missing("session")],
    ["leave a role what both allow", roleCaller(wide, { sessionPolicies: [policy(put)] }), ALLOWED],
    [
      "give a role nothing that it has not",
      roleCaller({ inline: [allow("s3:GetObject")] }, { sessionPolicies: [policy(put)] }),
      missing("identity-based"),
    ],
    [
      "count together, inline and managed",
      roleCaller(wide, {
        ...narrow,
        sessionPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"],
      }),
      ALLOWED,
    ],
    [
      "cut down by a managed one alone",
      roleCaller(wide, { sessionPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] }),
      missing("session"),
    ],
    [
      "deny what the role allows",
      roleCaller(wide, { sessionPolicies: [policy(allow("*"), deny("s3:PutObject"))] }),
      denied("session"),
    ],
    ["are needed by a federated user, who may do nothing without", federatedCaller(wide), missing("session")],
    [
      "let a federated user do what its user also may",
      federatedCaller(wide, { sessionPolicies: [policy(put)] }),
      ALLOWED,
    ],
    [
      "let a federated user do no more than its user",
      federatedCaller({}, { sessionPolicies: [policy(put)] }),
      missing("identity-based"),
    ],
  ])("%s", (_what, caller, expected) => {
    expect(ask(caller)).toMatchObject(expected);
  });
});

describe("a policy on the resource, in the same account,", () => {
  const narrow = { sessionPolicies: [policy(allow("s3:GetObject"))] };
  it.each<[string, Caller, unknown, object]>([
    ["is enough for a user it names", userCaller({}), { AWS: USER_ARN }, ALLOWED],
    ["is not enough for another user", userCaller({}), { AWS: `${USER_ARN}2` }, missing("identity-based")],
    [
      "leaves the choice to IAM when it names the account",
      userCaller({}),
      { AWS: HOME },
      missing("identity-based"),
    ],
    ["is enough for everyone when it says so", userCaller({}), "*", ALLOWED],
    ["stands in for the role it names", roleCaller({}), { AWS: ROLE_ARN }, ALLOWED],
    [
      "does not widen a session policy by naming the role",
      roleCaller({}, narrow),
      { AWS: ROLE_ARN },
      missing("session"),
    ],
    [
      "is enough for the session it names, past its session policy",
      roleCaller({}, narrow),
      { AWS: SESSION_ARN },
      ALLOWED,
    ],
    ["is enough for the federated user it names", federatedCaller({}), { AWS: FEDERATED_ARN }, ALLOWED],
    [
      "does not free a federated user by naming its user",
      federatedCaller({}),
      { AWS: USER_ARN },
      missing("session"),
    ],
  ])("%s", (_what, caller, principal, expected) => {
    expect(ask(caller, { resourcePolicy: onResource(principal) })).toMatchObject(expected);
  });

  it("denies whom it names, by any of the names", () => {
    for (const AWS of [SESSION_ARN, ROLE_ARN, HOME, `arn:aws:iam::${HOME}:root`, "*"]) {
      const resourcePolicy = onResource({ AWS }, "Deny");
      expect(ask(roleCaller({ inline: [put] }), { resourcePolicy })).toMatchObject(denied("resource-based"));
    }
  });
});

describe("across accounts", () => {
  const elsewhere = (principal: unknown) => ({
    resourceAccountId: AWAY,
    resourcePolicy: onResource(principal),
  });
  it.each<[string, Caller, Partial<AccessQuestion>, object]>([
    ["both sides allowing is enough", userCaller({ inline: [put] }), elsewhere({ AWS: HOME }), ALLOWED],
    [
      "the resource alone is not, even by name",
      userCaller({}),
      elsewhere({ AWS: USER_ARN }),
      missing("identity-based"),
    ],
    [
      "the identity alone is not",
      userCaller({ inline: [put] }),
      elsewhere({ AWS: AWAY }),
      missing("resource-based"),
    ],
    [
      "a resource without a policy is closed",
      userCaller({ inline: [put] }),
      { resourceAccountId: AWAY },
      missing("resource-based"),
    ],
    [
      "a session policy still binds",
      roleCaller({ inline: [put] }, { sessionPolicies: [policy(allow("s3:GetObject"))] }),
      elsewhere({ AWS: SESSION_ARN }),
      missing("session"),
    ],
  ])("%s", (_what, caller, question, expected) => {
    expect(ask(caller, question)).toMatchObject(expected);
  });
});

describe("condition keys of the caller", () => {
  const only = (operator: string, key: string, value: string) => ({
    inline: [allow("s3:PutObject", { Condition: { [operator]: { [key]: value } } })],
  });
  const mfa = { mfaAuthenticatedAt: ISSUED.getTime() - 30_000 };
  const tagged = { tags: { Department: "Logistics" } };
  const mapped = { federation: { "saml:sub_type": "persistent" } };
  it.each<[string, Caller, boolean]>([
    [
      "aws:PrincipalTag of a session",
      roleCaller(only("StringEquals", "aws:PrincipalTag/department", "Logistics"), tagged),
      true,
    ],
    [
      "aws:PrincipalTag, another value",
      roleCaller(only("StringEquals", "aws:PrincipalTag/Department", "Sales"), tagged),
      false,
    ],
    [
      "aws:PrincipalTag of the role",
      roleCaller({
        ...only("StringEquals", "aws:PrincipalTag/Department", "Sales"),
        tags: { Department: "Sales" },
      }),
      true,
    ],
    [
      "aws:PrincipalTag of the role, hidden by the session's",
      roleCaller(
        { ...only("StringEquals", "aws:PrincipalTag/department", "Sales"), tags: { department: "Sales" } },
        tagged,
      ),
      false,
    ],
    [
      "aws:PrincipalArn, the role with its path",
      roleCaller(only("ArnEquals", "aws:PrincipalArn", ROLE_ARN)),
      true,
    ],
    [
      "aws:PrincipalArn, not the session",
      roleCaller(only("ArnEquals", "aws:PrincipalArn", SESSION_ARN)),
      false,
    ],
    ["aws:userid of a role session", roleCaller(only("StringLike", "aws:userid", "AROA*:ada")), true],
    [
      "aws:userid of a federated user",
      federatedCaller(only("StringEquals", "aws:userid", `${HOME}:ada`), { sessionPolicies: [policy(put)] }),
      true,
    ],
    ["aws:username of a user", userCaller(only("StringEquals", "aws:username", "bridge")), true],
    [
      "aws:username of a user's session",
      userSessionCaller(only("StringEquals", "aws:username", "bridge")),
      true,
    ],
    [
      "aws:username, which a role session has not",
      roleCaller(only("StringLike", "aws:username", "*")),
      false,
    ],
    [
      "aws:SourceIdentity",
      roleCaller(only("StringEquals", "aws:SourceIdentity", "ada"), { sourceIdentity: "ada" }),
      true,
    ],
    [
      "aws:SourceIdentity that was never set",
      roleCaller(only("StringLike", "aws:SourceIdentity", "*")),
      false,
    ],
    [
      "aws:MultiFactorAuthPresent",
      userSessionCaller(only("Bool", "aws:MultiFactorAuthPresent", "true"), mfa),
      true,
    ],
    [
      "aws:MultiFactorAuthPresent of a session without",
      userSessionCaller(only("Bool", "aws:MultiFactorAuthPresent", "true")),
      false,
    ],
    [
      "aws:MultiFactorAuthPresent as false for a session",
      roleCaller(only("Bool", "aws:MultiFactorAuthPresent", "false")),
      true,
    ],
    [
      "aws:MultiFactorAuthPresent, absent for a long-term key",
      userCaller(only("Bool", "aws:MultiFactorAuthPresent", "false")),
      false,
    ],
    [
      "BoolIfExists, which a long-term key passes",
      userCaller(only("BoolIfExists", "aws:MultiFactorAuthPresent", "true")),
      true,
    ],
    [
      "aws:MultiFactorAuthAge under the limit",
      userSessionCaller(only("NumericLessThan", "aws:MultiFactorAuthAge", "91"), mfa),
      true,
    ],
    [
      "aws:MultiFactorAuthAge over the limit",
      userSessionCaller(only("NumericLessThan", "aws:MultiFactorAuthAge", "90"), mfa),
      false,
    ],
    [
      "aws:CurrentTime before the date",
      roleCaller(only("DateLessThan", "aws:CurrentTime", "2026-12-01T00:00:00Z")),
      true,
    ],
    [
      "aws:CurrentTime after the date",
      roleCaller(only("DateLessThan", "aws:CurrentTime", "2026-11-01T00:00:00Z")),
      false,
    ],
    ["aws:SourceIp in the range", roleCaller(only("IpAddress", "aws:SourceIp", "203.0.113.0/24")), true],
    ["aws:SourceIp outside it", roleCaller(only("IpAddress", "aws:SourceIp", "198.51.100.0/24")), false],
    [
      "keys of the federation that outlive it",
      roleCaller(only("StringEquals", "saml:sub_type", "persistent"), mapped),
      true,
    ],
    [
      "aws:PrincipalType",
      federatedCaller(only("StringEquals", "aws:PrincipalType", "FederatedUser"), {
        sessionPolicies: [policy(put)],
      }),
      true,
    ],
    ["aws:ResourceAccount", roleCaller(only("StringEquals", "aws:ResourceAccount", AWAY)), false],
  ])("%s", (_key, caller, allowed) => {
    expect(ask(caller).allowed).toBe(allowed);
  });

  it("fill the variables of resources", () => {
    const caller = (department: string) =>
      roleCaller(
        {
          inline: [
            allow("s3:PutObject", {
              Resource: `arn:aws:s3:::drop/${["$", "{aws:PrincipalTag/Department}"].join("")}/*`,
            }),
          ],
        },
        { tags: { Department: department } },
      );
    const resource = "arn:aws:s3:::drop/Logistics/manifest";
    expect(ask(caller("Logistics"), { resource })).toMatchObject(ALLOWED);
    expect(ask(caller("Sales"), { resource })).toMatchObject(missing("identity-based"));
    expect(ask(caller("*"), { resource })).toMatchObject(missing("identity-based"));
  });

  it("cut off the sessions issued before a moment", () => {
    const revoke = (moment: Date) => ({
      attached: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      inline: [deny("*", { Condition: { DateLessThan: { "aws:TokenIssueTime": moment.toISOString() } } })],
    });
    expect(ask(roleCaller(revoke(NOW)))).toMatchObject(denied("identity-based"));
    expect(ask(roleCaller(revoke(ISSUED)))).toMatchObject(ALLOWED);
    // A long-term key has no issue time; IAM's own policy leaves it alone as well.
    expect(ask(userCaller(revoke(NOW)))).toMatchObject(ALLOWED);
  });
});

describe("whatever its policies say,", () => {
  const admin = { attached: ["arn:aws:iam::aws:policy/AdministratorAccess"] };
  const all = { sessionPolicies: [policy(allow("*"))] };
  const mfa = { mfaAuthenticatedAt: ISSUED.getTime() };
  it.each<[string, Caller, string, boolean]>([
    ["a federated user", federatedCaller(admin, all), "iam:GetRole", false],
    ["a federated user", federatedCaller(admin, all), "sts:AssumeRole", false],
    ["a federated user", federatedCaller(admin, all), "s3:ListAllMyBuckets", true],
    ["a user's session", userSessionCaller(admin), "iam:GetRole", false],
    ["a user's session with MFA", userSessionCaller(admin, mfa), "iam:GetRole", true],
    ["a user's session", userSessionCaller(admin, mfa), "sts:GetFederationToken", false],
    ["a user's session", userSessionCaller(admin), "sts:AssumeRole", true],
    ["a role's session", roleCaller(admin), "iam:GetRole", true],
  ])("%s asking for %s %s: %s", (_who, caller, action, allowed) => {
    expect(ask(caller, { action, resource: "*" }).allowed).toBe(allowed);
  });
});
