import { beforeEach, describe, expect, it, vi } from "vitest";
import { formPost, ORIGIN, SETTINGS } from "@/app/_http/fixtures/browser-request";
import { AppError } from "@/lib/errors/app-error";
import { runtime } from "@/lib/runtime";
import { Secret } from "@/lib/secret/secret";
import { POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const acceptSamlResponse = vi.fn();
beforeEach(() => {
  vi.clearAllMocks();
  acceptSamlResponse.mockResolvedValue({ handle: new Secret("one-time") });
  vi.mocked(runtime).mockResolvedValue({
    settings: SETTINGS,
    signIn: { acceptSamlResponse, listenTo: async () => undefined },
  } as never);
});
const context = { params: Promise.resolve({ connection: "okta" }) };
const post = (...fields: [string, string][]) => POST(formPost("/saml/okta/acs", fields), context);

describe("the assertion consumer", () => {
  it("takes a post of another site without cookies and leads to the same-site page with GET", async () => {
    const request = formPost("/saml/okta/acs", [
      ["SAMLResponse", "PHg+"],
      ["RelayState", "r"],
    ]);
    request.headers.set("sec-fetch-site", "cross-site");
    const response = await POST(request, context);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/signin/complete?id=one-time");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const [input] = acceptSamlResponse.mock.calls[0] ?? [];
    expect(input).toMatchObject({ slug: "okta", relayState: "r" });
    expect(input.samlResponse.reveal()).toBe("PHg+");
  });

  it("S63 reads nothing of a message whose sender is not listened to", async () => {
    const listenTo = async () => {
      throw new AppError("request.too_many", { retryAfterSeconds: 7 });
    };
    vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, signIn: { listenTo } } as never);
    const request = formPost("/saml/okta/acs", [["SAMLResponse", "PHg+"]]);
    const response = await POST(request, context);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(request.bodyUsed).toBe(false);
  });

  it.each<[string, [string, string][]]>([
    [
      "two responses",
      [
        ["SAMLResponse", "a"],
        ["SAMLResponse", "b"],
      ],
    ],
    [
      "two relay states",
      [
        ["SAMLResponse", "a"],
        ["RelayState", "1"],
        ["RelayState", "2"],
      ],
    ],
    ["no response", [["RelayState", "1"]]],
    ["an empty response", [["SAMLResponse", ""]]],
    ["an array for a response", [["SAMLResponse[]", "a"]]],
  ])("refuses %s", async (_, fields) => {
    const response = await post(...fields);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(acceptSamlResponse).not.toHaveBeenCalled();
  });

  it("does not look for a response in the address", async () => {
    const request = formPost("/saml/okta/acs?SAMLResponse=PHg%2B", [["RelayState", "1"]]);
    expect((await POST(request, context)).status).toBe(401);
    expect(acceptSamlResponse).not.toHaveBeenCalled();
  });

  it("refuses other content types, and more than a mebibyte", async () => {
    const json = new Request(`${ORIGIN}/saml/okta/acs`, {
      method: "POST",
      body: '{"SAMLResponse":"a"}',
      headers: { "content-type": "application/json" },
    });
    expect((await POST(json, context)).status).toBe(400);
    expect((await post(["SAMLResponse", "A".repeat(1024 * 1024)])).status).toBe(413);
    expect(acceptSamlResponse).not.toHaveBeenCalled();
  });
});
