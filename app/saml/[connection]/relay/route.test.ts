import { beforeEach, expect, it, vi } from "vitest";
import { formPost, SETTINGS } from "@/app/_http/fixtures/browser-request";
import { runtime } from "@/lib/runtime";
import { Secret } from "@/lib/secret/secret";
import { POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const acceptRelayedResponse = vi.fn();
beforeEach(() => {
  vi.clearAllMocks();
  acceptRelayedResponse.mockResolvedValue({ handle: new Secret("one-time") });
  vi.mocked(runtime).mockResolvedValue({
    settings: SETTINGS,
    signIn: { acceptRelayedResponse, listenTo: async () => undefined },
  } as never);
});
const context = { params: Promise.resolve({ connection: "okta" }) };

it("takes a post of another site without cookies and leads to the same-site page with GET", async () => {
  const request = formPost("/saml/okta/relay", [
    ["SAMLResponse", "PHg+"],
    ["RelayState", "https://evil.example/"],
  ]);
  request.headers.set("sec-fetch-site", "cross-site");
  const response = await POST(request, context);
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/signin/complete?id=one-time");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const [input] = acceptRelayedResponse.mock.calls[0] ?? [];
  expect(input.slug).toBe("okta");
  expect(input.samlResponse.reveal()).toBe("PHg+");
});

it("refuses a form with two responses, and one with none", async () => {
  const twice: [string, string][] = [
    ["SAMLResponse", "a"],
    ["SAMLResponse", "b"],
  ];
  for (const fields of [twice, [["RelayState", "1"]] as [string, string][]]) {
    expect((await POST(formPost("/saml/okta/relay", fields), context)).status).toBeGreaterThanOrEqual(400);
  }
  expect(acceptRelayedResponse).not.toHaveBeenCalled();
});
