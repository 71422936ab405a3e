import { NextRequest } from "next/server";
import { expect, it } from "vitest";
import { proxy } from "./proxy";

const ask = (path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) =>
  proxy(new NextRequest(`http://127.0.0.1:3000${path}`, init));

it("W01 gives each page a nonce of its own, in the answer's policy and to the page", () => {
  const first = ask("/");
  const nonce = /'nonce-([^']+)'/.exec(first.headers.get("content-security-policy") ?? "")?.[1];
  expect(nonce).toHaveLength(24);
  expect(first.headers.get("x-middleware-request-x-nonce")).toBe(nonce);
  expect(ask("/").headers.get("content-security-policy")).not.toContain(nonce);
});

it("W20 puts reference and path over what a client claims", () => {
  const response = ask("/admin/audit?actor=ada", {
    headers: { "x-rolebridge-reference": "aaaaaaaaaa", "x-rolebridge-path": "//evil.example" },
  });
  expect(response.headers.get("x-middleware-request-x-rolebridge-path")).toBe("/admin/audit?actor=ada");
  expect(response.headers.get("x-middleware-request-x-rolebridge-reference")).not.toBe("aaaaaaaaaa");
});

it("W03 protects answers as well, and leaves their policy to them", () => {
  const { headers } = ask("/api/v1/session");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("strict-transport-security")).toContain("max-age=31536000");
  expect(headers.get("content-security-policy")).toBeNull();
});

it("leads the sign-out form to its handler and the page to the page", () => {
  const rewrite = ask("/signout", { method: "POST" }).headers.get("x-middleware-rewrite") ?? "";
  expect(new URL(rewrite).pathname).toBe("/signout/end");
  expect(ask("/signout").headers.get("x-middleware-rewrite")).toBeNull();
});
