import { beforeEach, describe, expect, it, vi } from "vitest";
import { formPost, ORIGIN, SETTINGS } from "@/app/_http/fixtures/browser-request";
import { runtime } from "@/lib/runtime";
import { GET, POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const acceptSamlLogout = vi.fn();
beforeEach(() => {
  vi.clearAllMocks();
  acceptSamlLogout.mockResolvedValue({ kind: "request" });
  vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, signOut: { acceptSamlLogout } } as never);
});
const context = { params: Promise.resolve({ connection: "okta" }) };
const get = (query: string) => GET(new Request(`${ORIGIN}/saml/okta/logout${query}`), context);
const post = (...fields: [string, string][]) => POST(formPost("/saml/okta/logout", fields), context);

describe("single logout", () => {
  it("hands on the query as it was sent", async () => {
    const query = "SAMLRequest=a%2bb%2Fc+d&RelayState=%7e&SigAlg=x&Signature=%61";
    await get(`?${query}`);
    expect(acceptSamlLogout.mock.calls[0]?.[0]).toMatchObject({
      slug: "okta",
      carried: { binding: "redirect", query },
    });
    const rewritten = new Request(`${ORIGIN}/saml/okta/logout?SAMLRequest=a%2Bb`, {
      headers: { "x-rolebridge-target": `/saml/okta/logout?${query}` },
    });
    await GET(rewritten, context);
    expect(acceptSamlLogout.mock.calls[1]?.[0]).toMatchObject({ carried: { query } });
    await get("");
    expect(acceptSamlLogout.mock.calls[2]?.[0]).toMatchObject({ carried: { query: "" } });
  });

  it("hands on the fields of a form of another site, and no others", async () => {
    const request = formPost("/saml/okta/logout", [
      ["SAMLResponse", "PHg+"],
      ["RelayState", "r"],
      ["Signature", "x"],
    ]);
    request.headers.set("sec-fetch-site", "cross-site");
    await POST(request, context);
    expect(acceptSamlLogout.mock.calls[0]?.[0]).toMatchObject({
      carried: { binding: "post", fields: { SAMLResponse: "PHg+", RelayState: "r" } },
    });
  });

  it("S65 refuses a form with two messages or two states, other content types, and more than 128 KiB", async () => {
    for (const field of ["SAMLRequest", "SAMLResponse", "RelayState"]) {
      expect((await post([field, "a"], [field, "b"])).status).toBe(400);
    }
    expect((await post(["SAMLRequest", "A".repeat(128 * 1024)])).status).toBe(413);
    const json = new Request(`${ORIGIN}/saml/okta/logout`, {
      method: "POST",
      body: '{"SAMLRequest":"a"}',
      headers: { "content-type": "application/json" },
    });
    expect((await POST(json, context)).status).toBe(400);
    expect(acceptSamlLogout).not.toHaveBeenCalled();
  });

  it("sends the answer back by redirect", async () => {
    const url = "https://idp.example.com/slo?SAMLResponse=x&SigAlg=y&Signature=z";
    acceptSamlLogout.mockResolvedValue({ kind: "request", answer: { method: "GET", url } });
    const response = await get("?x");
    expect([response.status, response.headers.get("location")]).toEqual([303, url]);
  });

  it("sends the answer back by a form that goes nowhere else", async () => {
    const answer = { method: "POST", url: "https://idp.example.com/slo", fields: { SAMLResponse: '"><b>' } };
    acceptSamlLogout.mockResolvedValue({ kind: "request", answer });
    const response = await get("?x");
    expect(response.headers.get("content-security-policy")).toContain("form-action 'self' https:");
    const page = await response.text();
    expect(page).toContain('<form method="post" action="https://idp.example.com/slo">');
    expect(page).toContain('name="SAMLResponse" value="&#34;&#62;&#60;b&#62;"');
  });

  it.each([
    ["success", "everywhere"],
    ["partial", "partly"],
    ["failed", "here"],
  ])("ends an answered sign-out with a page: %s", async (status, done) => {
    acceptSamlLogout.mockResolvedValue({ kind: "response", status });
    expect((await get("?x")).headers.get("location")).toBe(`/signout?done=${done}`);
  });

  it("ends with a page of ours where nothing takes an answer", async () => {
    expect((await get("?x")).headers.get("location")).toBe("/signout?done=1");
  });
});
