import { describe, expect, it } from "vitest";
import { pagePolicy, setsItsOwnPolicy } from "./security-headers";

describe("W01 W04 pagePolicy", () => {
  it("runs nothing inline, evaluates nothing and frames nothing", () => {
    const policy = pagePolicy("abc", false);
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).toContain("style-src 'self' 'nonce-abc';");
    expect(policy).not.toContain("unsafe");
    for (const part of [
      "frame-ancestors 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      "object-src 'none'",
    ]) {
      expect(policy).toContain(part);
    }
  });
});

describe("setsItsOwnPolicy", () => {
  it.each([
    "/api/v1/session",
    "/saml/okta/acs",
    "/oidc/login/backchannel-logout",
    "/console",
    "/go/prod/Admin",
    "/signin/okta",
    "/metrics",
  ])("leaves %s to its handler", (path) => expect(setsItsOwnPolicy(path)).toBe(true));
  it.each(["/", "/signin", "/signout", "/admin", "/admin/api", "/goodbye", "/consoles", "/unknown"])(
    "gives %s the pages' policy",
    (path) => expect(setsItsOwnPolicy(path)).toBe(false),
  );
});
