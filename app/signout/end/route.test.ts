import { beforeEach, describe, expect, it, vi } from "vitest";
import { formPost, PERSON, SETTINGS, signedInCookie } from "@/app/_http/fixtures/browser-request";
import { runtime } from "@/lib/runtime";
import { POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const everywhere = vi.fn();
const actorOfSession = vi.fn();
beforeEach(() => {
  vi.clearAllMocks();
  actorOfSession.mockResolvedValue(PERSON);
  vi.mocked(runtime).mockResolvedValue({
    settings: SETTINGS,
    sessions: { actorOfSession },
    signOut: { everywhere },
  } as never);
});
const leave = async (site = "same-origin") => {
  const request = formPost("/signout", [], await signedInCookie());
  request.headers.set("sec-fetch-site", site);
  return POST(request, { params: Promise.resolve({}) });
};
const message = { method: "GET", url: "https://idp.example.com/slo?SAMLRequest=x&Signature=y" };

describe("signing out", () => {
  it("forgets the session in this browser and leads to the page that says so", async () => {
    everywhere.mockResolvedValue(undefined);
    const response = await leave();
    expect([response.status, response.headers.get("location")]).toEqual([303, "/signout?done=1"]);
    expect(response.headers.get("set-cookie")).toMatch(/^__Host-rolebridge\.session=; Max-Age=0/);
    expect(response.headers.get("clear-site-data")).toBe('"cache", "storage"');
  });

  it("goes on to the identity provider by a page that says the person is signed out here already", async () => {
    everywhere.mockResolvedValue({ displayName: "Okta <b>", message });
    const response = await leave();
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toMatch(/^__Host-rolebridge\.session=; Max-Age=0/);
    expect(response.headers.get("clear-site-data")).toBe('"cache", "storage"');
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    const page = await response.text();
    expect(page).toContain("<h1>You are signed out of Rolebridge</h1>");
    expect(page).toContain("https://idp.example.com/slo?SAMLRequest=x&#38;Signature=y");
    expect(page).not.toContain("<b>");
  });

  it("does nothing for another site's form (W06), and asks nobody when nobody is signed in", async () => {
    expect((await leave("cross-site")).status).toBe(403);
    expect(everywhere).not.toHaveBeenCalled();
    actorOfSession.mockResolvedValue(undefined);
    expect((await leave()).headers.get("location")).toBe("/signout?done=1");
    expect(everywhere).not.toHaveBeenCalled();
  });
});
