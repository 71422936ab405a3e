import { expect, test } from "vitest";
import { safeReturnTo } from "./safe-return-to";

const ORIGIN = "https://rolebridge.example.com";

test.each([
  "/",
  "/go/meridian-prod/ReadOnly?destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3",
  "/admin/audit?actor=ada%40example.com#top",
  "/?q=prod",
])("keeps our own path %s", (path) => {
  expect(safeReturnTo(ORIGIN, path)).toBe(path);
});

test.each([
  undefined,
  "",
  "admin",
  "https://evil.example",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/..//evil.example",
  "/./\\/evil.example",
  "/a/../..//evil.example",
  "/%2f/evil.example",
  "/%5cevil.example",
  "/%09/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  " /evil",
  "/%0d%0aSet-Cookie:a=b",
  "/x\r\nSet-Cookie: a=b",
  "javascript:alert(1)",
  "data:text/html,x",
  "https:evil.example",
  "/%zz",
  "/\u200b/evil",
  `/${"a".repeat(2_100)}`,
  "/signin?returnTo=/",
  "/signout",
  "/api/v1/session",
  "/saml/okta/login",
])("turns %j into the home page (S50)", (path) => {
  expect(safeReturnTo(ORIGIN, path)).toBe("/");
});

test("whatever comes in, the address stays on our origin", () => {
  for (const a of ["/", "//", "/\\", "/.", "/..", "/%2e%2e", "/;", "/@", "/:"]) {
    for (const b of [
      "evil.example",
      "/evil.example",
      "//evil.example",
      "@evil.example",
      ":80",
      "?//e",
      "#//e",
    ]) {
      expect(new URL(safeReturnTo(ORIGIN, a + b), ORIGIN).origin).toBe(ORIGIN);
      expect(safeReturnTo(ORIGIN, a + b)).not.toMatch(/^\/[/\\]/);
    }
  }
});
