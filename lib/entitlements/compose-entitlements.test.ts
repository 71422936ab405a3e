import { describe, expect, test } from "vitest";
import type { Identity } from "../identity/identity";
import { composeEntitlements } from "./compose-entitlements";
import type { MatchedGrant } from "./entitlement";
import type { Account, Grant, Target } from "./model";

const NOW = new Date("2026-11-21T12:00:00.000Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);

const ada: Identity = {
  connection: "okta",
  subject: "s",
  username: "ada@example.com",
  displayName: "Ada",
  groups: ["engineering"],
  groupsClaim: "present",
  attributes: [{ name: "department", values: ["Logistics", "Ops"] }],
};
const account: Account = {
  accountId: "111122223333",
  partition: "aws",
  name: "Prod",
  region: "eu-west-1",
  fallbackRegions: [],
  useFips: false,
  useDualStack: false,
  labels: {},
};
const target: Target = {
  id: "t1",
  accountId: account.accountId,
  name: "ReadOnly",
  kind: "saml",
  roleArn: "arn:aws:iam::111122223333:role/ReadOnly",
  maxDurationSeconds: 14_400,
  sessionTags: [],
  useConnectionTags: false,
  requireReason: false,
  requireMfa: false,
  requirePasskey: false,
  transitiveTagKeys: [],
  sourceIdentity: false,
  policyArns: [],
};
const found = (grant: Partial<Grant>, of: Target = target): MatchedGrant => ({
  grant: { id: "g1", targetId: of.id, principal: { group: "engineering" }, ...grant },
  target: of,
  account,
});
const compose = (...matches: MatchedGrant[]) => composeEntitlements(ada, matches, NOW);

describe("what is judged again although the store matched it", () => {
  test.each([
    ["another group", { principal: { group: "Engineering" } }],
    ["another user", { principal: { user: "ADA@example.com" } }],
    ["a user named like the group", { principal: { user: "engineering" } }],
    ["another attribute value", { principal: { attribute: "department", equals: "ops" } }],
    ["an attribute of Object.prototype", { principal: { attribute: "__proto__", equals: "Ops" } }],
    ["another connection", { connection: "entra" }],
    ["a window that begins in a millisecond", { notBefore: later(1) }],
    ["a window that ends now", { expiresAt: NOW }],
    ["another target", { targetId: "t2" }],
  ])("a grant for %s gives nothing", (_, grant) => {
    expect(compose(found(grant))).toEqual([]);
  });

  test("a target of another account than the row beside it gives nothing", () => {
    expect(compose(found({}, { ...target, accountId: "444455556666" }))).toEqual([]);
  });

  test.each([
    ["its group", {}],
    ["the user", { principal: { user: "ada@example.com" } }],
    ["any value of an attribute", { principal: { attribute: "department", equals: "Ops" } }],
    ["this connection", { connection: "okta" }],
    ["a window that begins now and ends in a millisecond", { notBefore: NOW, expiresAt: later(1) }],
  ])("a grant for %s gives the target", (_, grant) => {
    expect(compose(found(grant)).map(({ id }) => id)).toEqual(["t1"]);
  });
});

describe("what is combined", () => {
  test("all grants that matched are the reason for one entitlement", () => {
    const [entitlement, ...others] = compose(
      found({}),
      found({ id: "g2", principal: { user: ada.username }, connection: "okta", expiresAt: later(5) }),
      found({ id: "g3", expiresAt: NOW }),
    );
    expect(others).toEqual([]);
    expect(entitlement?.because).toEqual([
      { grantId: "g1", principal: { group: "engineering" } },
      { grantId: "g2", principal: { user: ada.username }, connection: "okta", expiresAt: later(5) },
    ]);
  });

  test.each([
    ["the most generous grant", [3_600, 7_200], 7_200],
    ["the target, when a grant has no limit", [3_600, undefined], 14_400],
    ["the target, when a grant allows more", [43_200], 14_400],
  ])("the duration is limited by %s", (_, limits, expected) => {
    const matches = limits.map((limit, index) =>
      found({ id: `g${index}`, ...(limit === undefined ? {} : { maxDurationSeconds: limit }) }),
    );
    expect(compose(...matches)[0]?.maxDurationSeconds).toBe(expected);
  });

  test("an expired generous grant lengthens nothing", () => {
    const matches = [
      found({ maxDurationSeconds: 900 }),
      found({ id: "g2", maxDurationSeconds: 14_400, expiresAt: NOW }),
    ];
    expect(compose(...matches)[0]?.maxDurationSeconds).toBe(900);
  });
});
