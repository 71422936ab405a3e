import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRoleSessionName, sessionNameCandidates } from "./session-name";

const candidates = (username: string, subject = "s", connection = "meridian-saml"): string[] => [
  ...sessionNameCandidates(username, connection, subject),
];
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ maxLength: 80 }),
  fc.emailAddress(),
);

describe("session names", () => {
  test.each(["ada@meridian.example", "ab", "a_b=c,d.e@f-g+h", "x".repeat(64)])(
    "takes %s as it is",
    (username) => {
      expect(candidates(username)[0]).toBe(username);
    },
  );

  test.each([
    ["Zoë Müller (Ext.)", /^Zoe-Muller-Ext\.-[0-9a-f]{8}$/],
    ["a", /^a-[0-9a-f]{8}$/],
    ["", /^user-[0-9a-f]{8}$/],
    ["漢字", /^user-[0-9a-f]{8}$/],
    ["CORP\\ada", /^CORP-ada-[0-9a-f]{8}$/],
    ["arn:aws:iam::1:role/x", /^arn-aws-iam-1-role-x-[0-9a-f]{8}$/],
    ["ada@meridian.example\n", /^ada@meridian\.example-[0-9a-f]{8}$/],
    ["x".repeat(65), /^x{55}-[0-9a-f]{8}$/],
  ])("makes something readable of %j", (username, wanted) => {
    expect(candidates(username)[0]).toMatch(wanted);
  });

  test("A02 are valid for AWS, whatever the username", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (username, connection, subject) => {
        const names = candidates(username, subject, connection);
        expect(names.length).toBeGreaterThanOrEqual(4);
        for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_+=,.@-]{2,64}$/);
      }),
      { numRuns: 2000 },
    );
  });

  test("A02 give two people different lists that end in different names, however alike they are", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, anyText, anyText, (username, c1, s1, c2, s2) => {
        fc.pre(c1 !== c2 || s1 !== s2);
        expect(candidates(username, s1, c1).at(-1)).not.toBe(candidates(username, s2, c2).at(-1));
      }),
    );
    expect(candidates("ada", "bc", "a").at(-1)).not.toBe(candidates("ada", "c", "ab").at(-1));
    expect(candidates("ada", "\ud800").at(-1)).not.toBe(candidates("ada", "\udc00").at(-1));
  });

  test("are the same every time for the same person", () => {
    expect(candidates("Zoë", "s1")).toEqual(candidates("Zoë", "s1"));
  });

  test("let a person have a name although others took every readable one", () => {
    const taken = new Set(candidates("ada", "somebody").concat(candidates("ada", "me").slice(0, -1)));
    expect(candidates("ada", "me").filter((name) => !taken.has(name))).toHaveLength(1);
  });

  test.each(["", "a", "x".repeat(65), "a b", "a:b", "a/b", "é", "ab\n"])(
    "A02 does not take %j as it is",
    (name) => {
      expect(isRoleSessionName(name)).toBe(false);
    },
  );
});
