import { describe, expect, it } from "vitest";
import type { EntitlementView } from "@/lib/flows/use-cases";
import { sessionRole } from "./session-role";

const PLAIN: EntitlementView = {
  id: "t1",
  accountId: "418273650912",
  accountName: "Meridian Production",
  partition: "aws",
  region: "eu-west-1",
  roleName: "ReadOnly",
  kind: "saml",
  maxDurationSeconds: 43_200,
  durationLimitedBy: "target",
  needsMfa: false,
  requiresReason: false,
  limitations: [],
  because: [],
};

describe("sessionRole", () => {
  it("says nothing of a role that needs nothing and is limited by nothing", () => {
    expect(sessionRole(PLAIN)).toEqual({ id: "t1", maxDurationSeconds: 43_200 });
  });

  it("names the limit that decided", () => {
    const limited = sessionRole({ ...PLAIN, maxDurationSeconds: 3600, durationLimitedBy: "grant" });
    expect(limited.limit).toBe("At most 1 hour, limited by your grant.");
  });

  it("says in one sentence what is asked of the sign-in, and what of it is missing", () => {
    const asked = { requireMfa: true, requirePasskey: true, missing: ["passkey"] as const };
    expect(sessionRole({ ...PLAIN, stepUp: { ...asked, freshSignInSeconds: 900 } }).stepUp).toEqual({
      hint: "Asks for a sign-in of the last 15 minutes with a second factor and your passkey.",
      missing: ["passkey"],
    });
    const passkeyOnly = { ...asked, requireMfa: false, missing: [] };
    expect(sessionRole({ ...PLAIN, stepUp: passkeyOnly }).stepUp?.hint).toBe("Asks for your passkey.");
  });

  it("says in one sentence what a break-glass session cannot do, and what it asks", () => {
    const role = sessionRole({
      ...PLAIN,
      kind: "session-token",
      limitations: ["console", "iam", "sts"],
      requiresReason: true,
      needsMfa: true,
      mfaSerial: "arn:aws:iam::418273650912:mfa/on-call",
    });
    expect(role.cannot).toBe("A session of it opens no console, cannot call IAM, and cannot assume roles.");
    expect(role.asks).toEqual({ reason: true, mfaDevice: "arn:aws:iam::418273650912:mfa/on-call" });
    expect([role.opensNoConsole, role.breakGlass]).toEqual([true, true]);
  });
});
