import { beforeEach, describe, expect, it, vi } from "vitest";
import { formPost, ORIGIN, PERSON, SETTINGS, signedInCookie } from "@/app/_http/fixtures/browser-request";
import { appSessionIdOf } from "@/app/_http/session-cookie";
import { startBinding } from "@/app/_http/sign-in-cookie";
import { runtime } from "@/lib/runtime";
import { GET, POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const signIn = { completeSignIn: vi.fn() };
const sessions = { actorOfSession: vi.fn(), signOut: vi.fn() };
const waiting = {
  connection: { slug: "okta", displayName: "Okta <b>", kind: "saml" },
  username: "ada@meridian.example",
  displayName: "Ada",
};
beforeEach(() => {
  vi.resetAllMocks();
  signIn.completeSignIn.mockResolvedValue({
    appSessionId: "new-session",
    returnTo: "/go/prod/Admin",
    expiresAt: new Date(Date.now() + 3_600_000),
  });
  vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, signIn, sessions } as never);
});
const context = { params: Promise.resolve({}) };
const visit = (id: string, cookie = "") =>
  GET(new Request(`${ORIGIN}/signin/complete?id=${id}`, { headers: { cookie } }), context);

describe("the page after the identity provider", () => {
  it("gives the browser that asked its session and leads to where the person wanted to go", async () => {
    const { binding, setCookie } = startBinding(new Headers(), 10);
    const response = await visit("handle-1", setCookie.split(";", 1)[0]);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/go/prod/Admin");
    const [cookie = ""] = response.headers.getSetCookie();
    const value = cookie.slice(cookie.indexOf("=") + 1, cookie.indexOf(";"));
    expect(await appSessionIdOf(value, SETTINGS.cookieSecret)).toBe("new-session");
    const [input] = signIn.completeSignIn.mock.calls[0] ?? [];
    expect(input.browserBinding.reveal()).toBe(binding.reveal());
    expect(input.consented).toBe(false);
  });

  it("W06 ends the session this browser had before", async () => {
    sessions.actorOfSession.mockResolvedValue(PERSON);
    await visit("handle-1", await signedInCookie());
    expect(sessions.signOut).toHaveBeenCalledWith(PERSON);
  });

  it("leaves the session alone that an assertion for AWS was brought into", async () => {
    sessions.actorOfSession.mockResolvedValue(PERSON);
    signIn.completeSignIn.mockResolvedValue({ returnTo: "/access/one", isKept: true });
    const response = await visit("handle-1", await signedInCookie());
    expect(response.headers.get("location")).toBe("/access/one");
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(sessions.signOut).not.toHaveBeenCalled();
    expect(signIn.completeSignIn.mock.calls[0]?.[0].actor).toBe(PERSON);
  });

  it("S49 starts nothing when the identity provider began it, but asks the person by name", async () => {
    signIn.completeSignIn.mockResolvedValue({ ...waiting, waitsFor: "consent" });
    const response = await visit("handle-1");
    const text = await response.text();
    expect(text).toContain("Yes, sign in as ada@meridian.example");
    expect(text).toContain("Okta &#60;b&#62;");
    expect(text).not.toContain("<script");
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("takes the yes from our own page only", async () => {
    const crossSite = formPost("/signin/complete", [["id", "handle-1"]]);
    crossSite.headers.set("sec-fetch-site", "cross-site");
    expect((await POST(crossSite, context)).status).toBe(403);
    expect(signIn.completeSignIn).not.toHaveBeenCalled();
    expect((await POST(formPost("/signin/complete", [["id", "handle-1"]]), context)).status).toBe(303);
    expect(signIn.completeSignIn.mock.calls[0]?.[0].consented).toBe(true);
  });

  it("leads a test sign-in to the administrator's page and signs nobody in", async () => {
    signIn.completeSignIn.mockResolvedValue({ ...waiting, waitsFor: "test" });
    const response = await visit("handle-1");
    expect(response.headers.get("location")).toBe("/admin/connections/okta/test?id=handle-1");
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it.each(["", "a b", "%3Cscript%3E", "x".repeat(200)])("knows no login under the id %j", async (id) => {
    expect((await visit(id)).status).toBe(401);
    expect(signIn.completeSignIn).not.toHaveBeenCalled();
  });
});
