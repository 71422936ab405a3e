import { beforeEach, describe, expect, it, vi } from "vitest";
import { ORIGIN, PERSON, SETTINGS, signedInCookie } from "@/app/_http/fixtures/browser-request";
import { AppError } from "@/lib/errors/app-error";
import { runtime } from "@/lib/runtime";
import { GET } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const access = { findEntitlement: vi.fn(), openConsole: vi.fn() };
const sessions = { actorOfSession: vi.fn() };
beforeEach(() => {
  vi.resetAllMocks();
  sessions.actorOfSession.mockResolvedValue(PERSON);
  access.findEntitlement.mockResolvedValue({ id: "t1", accountName: "Prod", roleName: "Admin" });
  vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, access, sessions } as never);
});
const context = { params: Promise.resolve({ account: "prod", role: "Admin" }) };
const path = "/go/prod/Admin?destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3";

describe("a shared link", () => {
  it("survives the sign-in", async () => {
    const response = await GET(new Request(`http://evil.example${path}`), context);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/signin?${new URLSearchParams({ returnTo: path })}`);
  });

  it("issues nothing by being looked at: it posts to our own console action", async () => {
    const headers = { cookie: await signedInCookie() };
    const response = await GET(new Request(`${ORIGIN}${path}`, { headers }), context);
    const text = await response.text();
    expect(text).toContain('<form method="post" action="/console">');
    expect(text).toContain('name="entitlementId" value="t1"');
    expect(text).toContain('name="destination" value="https://console.aws.amazon.com/s3"');
    expect(response.headers.get("content-security-policy")).toContain("form-action 'self'");
    expect(access.openConsole).not.toHaveBeenCalled();
  });

  it.each([
    ["a reason", { requiresReason: true }],
    ["a code", { needsMfa: true }],
    ["a fresh sign-in", { stepUp: { missing: ["sign_in"] } }],
  ])("leads to the role's own page, with its destination, where %s is asked for", async (_, asks) => {
    access.findEntitlement.mockResolvedValue({ id: "t1", accountName: "Prod", roleName: "Admin", ...asks });
    const headers = { cookie: await signedInCookie() };
    const response = await GET(new Request(`${ORIGIN}${path}`, { headers }), context);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(
      `/access/t1?${new URLSearchParams({ destination: "https://console.aws.amazon.com/s3" })}`,
    );
  });

  it("says what to do when the role is not the person's", async () => {
    access.findEntitlement.mockRejectedValue(new AppError("issuance.not_entitled"));
    const headers = { cookie: await signedInCookie() };
    const response = await GET(new Request(`${ORIGIN}${path}`, { headers }), context);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("ask an administrator for access");
  });
});
