import { beforeEach, describe, expect, it, vi } from "vitest";
import { formPost, SETTINGS } from "@/app/_http/fixtures/browser-request";
import { AppError } from "@/lib/errors/app-error";
import { runtime } from "@/lib/runtime";
import { POST } from "./route";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const acceptLogoutToken = vi.fn();
beforeEach(() => {
  vi.clearAllMocks();
  acceptLogoutToken.mockResolvedValue(undefined);
  vi.mocked(runtime).mockResolvedValue({ settings: SETTINGS, signOut: { acceptLogoutToken } } as never);
});
const post = (...fields: [string, string][]) =>
  POST(formPost("/oidc/login/backchannel-logout", fields), {
    params: Promise.resolve({ connection: "login" }),
  });

/** Back-Channel Logout 1.0, section 2.8. */
describe("the back channel", () => {
  it("answers 200, never to be cached, when the sessions are over", async () => {
    const response = await post(["logout_token", "a.b.c"]);
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const [input] = acceptLogoutToken.mock.calls[0] ?? [];
    expect([input.slug, input.logoutToken.reveal()]).toEqual(["login", "a.b.c"]);
  });

  it("answers 400 to a token that is refused, missing or sent twice", async () => {
    acceptLogoutToken.mockRejectedValue(new AppError("signout.token_refused", { reason: "nonce" }));
    const refused = await post(["logout_token", "a.b.c"]);
    expect([refused.status, refused.headers.get("cache-control")]).toEqual([400, "no-store"]);
    expect(await refused.text()).not.toContain("nonce");
    expect((await post(["token", "a"])).status).toBe(400);
    expect((await post(["logout_token", ""])).status).toBe(400);
    expect((await post(["logout_token", "a"], ["logout_token", "b"])).status).toBe(400);
    expect(acceptLogoutToken).toHaveBeenCalledTimes(1);
  });
});
