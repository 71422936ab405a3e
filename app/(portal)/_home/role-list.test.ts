import { describe, expect, it } from "vitest";
import type { EntitlementView } from "@/lib/flows/use-cases";
import { groupByAccount, why } from "./role-list";

const NOW = new Date("2026-11-20T10:00:00Z");

describe("why", () => {
  it("names the one grant", () => {
    expect(why([{ grantId: "1", principal: { group: "engineering" } }], NOW)).toBe(
      "through group engineering",
    );
  });

  it("names two, and counts what is more than two", () => {
    const grants = ["a", "b", "c"].map((group) => ({ grantId: group, principal: { group } }));
    expect(why(grants.slice(0, 2), NOW)).toBe("through group a and group b");
    expect(why(grants, NOW)).toBe("through group a and 2 more grants");
  });

  it("names the end only when every grant ends, and then the last one", () => {
    const soon = { grantId: "1", principal: { user: "ada" }, expiresAt: new Date("2026-12-01T00:00:00Z") };
    const later = { grantId: "2", principal: { group: "ops" }, expiresAt: new Date("2026-12-12T00:00:00Z") };
    expect(why([soon, later], NOW)).toBe("through your user name and group ops, until 12 Dec");
    expect(why([soon, { grantId: "3", principal: { group: "ops" } }], NOW)).toBe(
      "through your user name and group ops",
    );
  });

  it("says the hour when the end is less than two days away", () => {
    const expiresAt = new Date("2026-11-21T08:30:00Z");
    expect(why([{ grantId: "1", principal: { group: "ops" }, expiresAt }], NOW)).toBe(
      "through group ops, until 21 Nov, 08:30 UTC",
    );
  });
});

describe("groupByAccount", () => {
  it("keeps roles with their account and the order in which accounts appear", () => {
    const groups = groupByAccount([view("a", "1"), view("b", "2"), view("c", "1")], NOW);
    expect(groups.map((group) => [group.accountId, group.roles.map((role) => role.id)])).toEqual([
      ["1", ["a", "c"]],
      ["2", ["b"]],
    ]);
  });
});

function view(id: string, accountId: string): EntitlementView {
  return {
    id,
    accountId,
    accountName: "Account",
    partition: "aws",
    region: "eu-west-1",
    roleName: "ReadOnly",
    roleArn: `arn:aws:iam::${accountId}:role/ReadOnly`,
    kind: "saml",
    maxDurationSeconds: 3600,
    durationLimitedBy: "target",
    needsMfa: false,
    requiresReason: false,
    limitations: [],
    because: [{ grantId: "g", principal: { group: "engineering" } }],
  };
}
