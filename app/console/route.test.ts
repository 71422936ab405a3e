import { beforeEach, describe, expect, it, vi } from "vitest";
import { formPost, PERSON, SETTINGS, signedInCookie } from "@/app/_http/fixtures/browser-request";
import { runtime } from "@/lib/runtime";
import { Secret } from "@/lib/secret/secret";
import { POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const openConsole = vi.fn();
const actorOfSession = vi.fn();
const endOfSession = vi.fn();
let cookie = "";
beforeEach(async () => {
  vi.resetAllMocks();
  cookie = await signedInCookie();
  actorOfSession.mockResolvedValue(PERSON);
  openConsole.mockResolvedValue({
    method: "POST",
    url: "https://signin.aws.amazon.com/saml",
    fields: { SAMLResponse: new Secret("PHg+") },
    accountName: "Prod",
    roleName: "Admin",
    expiresAt: new Date(),
  });
  const rolebridge = {
    settings: SETTINGS,
    access: { openConsole },
    sessions: { actorOfSession, endOfSession },
  };
  vi.mocked(runtime).mockResolvedValue(rolebridge as never);
});
const context = { params: Promise.resolve({}) };
const post = (fields: [string, string][]) => POST(formPost("/console", fields, cookie), context);

describe("POST /console", () => {
  it("opens the console from our own form; empty fields count as left out", async () => {
    const response = await post([
      ["entitlementId", "t1"],
      ["destination", ""],
      ["durationSeconds", "3600"],
    ]);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('action="https://signin.aws.amazon.com/saml"');
    expect(openConsole).toHaveBeenCalledWith(PERSON, { entitlementId: "t1", durationSeconds: 3600 });
  });

  it("opens nothing for another site's form", async () => {
    const request = formPost("/console", [["entitlementId", "t1"]], cookie);
    request.headers.set("sec-fetch-site", "cross-site");
    expect((await POST(request, context)).status).toBe(403);
    expect(openConsole).not.toHaveBeenCalled();
  });

  it("answers a session that ended with a page, since the form's own policy would block a redirect", async () => {
    actorOfSession.mockResolvedValue(undefined);
    endOfSession.mockResolvedValue("access.ended_by_provider");
    const response = await post([["entitlementId", "t1"]]);
    expect(response.status).toBe(401);
    expect(response.headers.get("location")).toBeNull();
    const page = await response.text();
    expect(page).toContain('href="/signin"');
    expect(page).toContain("Your session at your identity provider was ended");
  });

  it.each<[string, [string, string][]]>([
    [
      "two entitlements",
      [
        ["entitlementId", "t1"],
        ["entitlementId", "t2"],
      ],
    ],
    [
      "an unknown field",
      [
        ["entitlementId", "t1"],
        ["roleArn", "x"],
      ],
    ],
    [
      "no whole seconds",
      [
        ["entitlementId", "t1"],
        ["durationSeconds", "1h"],
      ],
    ],
  ])("refuses %s", async (_, fields) => {
    expect((await post(fields)).status).toBe(400);
    expect(openConsole).not.toHaveBeenCalled();
  });
});
