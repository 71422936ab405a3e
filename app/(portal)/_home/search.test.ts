import { describe, expect, it } from "vitest";
import type { AccountGroup } from "./role-list";
import { buildIndex, search } from "./search";

const groups: readonly AccountGroup[] = [
  account("418273650912", "Meridian Production", "meridian-prod", ["ReadOnly", "DeployPipeline", "Admin"]),
  account("730915284466", "Meridian Staging", "meridian-staging", ["PowerUser", "Admin"]),
  account("265048193377", "Meridian Data", "meridian-data", ["DataEngineer", "ReadOnly"]),
];
const index = buildIndex(groups);
const find = (query: string) =>
  search(index, query).map(({ account: { alias }, role }) => `${alias}/${role.name}`);

describe("search", () => {
  it("finds nothing for an empty query", () => {
    expect(find("  ")).toEqual([]);
  });

  it("finds by name, alias, number and role, whatever the case", () => {
    expect(find("STAGING")).toEqual(["meridian-staging/PowerUser", "meridian-staging/Admin"]);
    expect(find("meridian-data")).toHaveLength(2);
    expect(find("4182")).toHaveLength(3);
    expect(find("poweruser")).toEqual(["meridian-staging/PowerUser"]);
  });

  it("takes the number with the gaps or dashes people paste", () => {
    expect(find("4182 7365 0912")).toHaveLength(3);
    expect(find("4182-7365-0912 admin")).toEqual(["meridian-prod/Admin"]);
  });

  it("needs every word, in any order", () => {
    expect(find("admin prod")).toEqual(["meridian-prod/Admin"]);
    expect(find("prod admin")).toEqual(["meridian-prod/Admin"]);
    expect(find("prod powerUser")).toEqual([]);
  });

  it("puts the beginning of a word before letters inside one", () => {
    // "Data" begins the account's second word; in "DataEngineer" it begins the role itself.
    expect(find("data")[0]).toBe("meridian-data/DataEngineer");
    expect(find("user")).toEqual(["meridian-staging/PowerUser"]);
  });

  it("understands initials and leaves out letters", () => {
    expect(find("mp ro")[0]).toBe("meridian-prod/ReadOnly");
    expect(find("dplpln")).toEqual(["meridian-prod/DeployPipeline"]);
  });

  it("keeps the order of the list between equals", () => {
    expect(find("readonly")).toEqual(["meridian-prod/ReadOnly", "meridian-data/ReadOnly"]);
  });

  it("answers within 20 ms over 1,000 roles", () => {
    const many = buildIndex(
      Array.from({ length: 100 }, (_, n) =>
        account(
          String(100_000_000_000 + n),
          `Team ${n} Production`,
          `team-${n}`,
          Array.from({ length: 10 }, (_, r) => `Role${r}`),
        ),
      ),
    );
    search(many, "warm up");
    const before = performance.now();
    for (let round = 0; round < 10; round++) search(many, "tm 7 prd");
    expect((performance.now() - before) / 10).toBeLessThan(20);
  });
});

function account(accountId: string, name: string, alias: string, roles: readonly string[]): AccountGroup {
  return {
    accountId,
    name,
    alias,
    region: "eu-west-1",
    roles: roles.map((role) => ({
      id: `${alias}-${role}`,
      name: role,
      why: "through group x",
      maxDurationSeconds: 3600,
    })),
  };
}
