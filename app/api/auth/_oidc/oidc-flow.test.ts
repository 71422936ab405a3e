import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import type { ProviderMetadata } from "@/lib/oidc/discovery";
import { guardConnection } from "@/lib/outbound/guard-connection";
import type { Runtime } from "@/lib/runtime";
import { Secret } from "@/lib/secret/secret";
import { finishOidc } from "./finish";
import { type Bends, startProvider } from "./fixtures/provider";
import { Browser, OURS } from "./fixtures/sign-in-world";
import { startOidc } from "./start";

const ON_THIS_MACHINE = { insecureHttpOnLoopback: true, privateHosts: [], privateNetworks: [] };
const origin = { remoteAddress: "192.0.2.1", userAgent: "test", reference: "abcdefghjk" };
let provider: Awaited<ReturnType<typeof startProvider>>;
let second: Awaited<ReturnType<typeof startProvider>>;
const recordOidcFailure = vi.fn();
let rolebridge: Runtime;

beforeAll(async () => {
  provider = await startProvider();
  second = await startProvider();
  const settingsOf = (slug: string) => ({
    slug,
    displayName: slug,
    metadata: metadataOf(slug === "second" ? second.issuer : provider.issuer),
    clientId: "client",
    clientSecret: new Secret(slug === "wrong-secret" ? "wrong" : "secret"),
    scopes: ["openid", "groups"],
  });
  rolebridge = {
    settings: { origin: OURS, signInMinutes: 10, cookieSecret: new Secret("x".repeat(40)) },
    signIn: {
      oidcProvider: async (slug: string) => settingsOf(slug),
      recordOidcFailure,
      takeOidcState: async () => {},
      limitOidc: async () => {},
    },
    connectOut: (url: URL) => guardConnection(url, ON_THIS_MACHINE, { timeoutMs: 5_000, maxBytes: 100_000 }),
  } as unknown as Runtime;
});
afterAll(async () => {
  await provider.stop();
  await second.stop();
});
beforeEach(() => {
  vi.clearAllMocks();
  provider.bend({});
  second.bend({});
});

const metadataOf = (issuer: string): ProviderMetadata => ({
  issuer,
  authorizationEndpoint: `${issuer}/authorize`,
  tokenEndpoint: `${issuer}/token`,
  userinfoEndpoint: `${issuer}/userinfo`,
  jwksUri: `${issuer}/jwks`,
  idTokenAlgorithm: "RS256",
  tokenEndpointAuthMethod: "client_secret_basic",
  namesIssuerInResponse: false,
});

async function start(browser: Browser, slug = "okta", returnTo = "/go/prod/Admin"): Promise<string> {
  const request = new Request("http://127.0.0.1:3000/signin/okta", { headers: browser.headers() });
  const response = await startOidc({ request, rolebridge, origin }, slug, { returnTo, purpose: "session" });
  browser.take(response);
  return response.headers.get("location") ?? "";
}

const comeBack = (browser: Browser, query: URLSearchParams, slug = "okta") =>
  finishOidc(
    {
      request: new Request(`http://evil.example/api/auth/callback/${slug}?${query}`, {
        headers: browser.headers(),
      }),
      rolebridge,
      origin,
    },
    slug,
  );

/** The code of the refusal and the reason that was audited. */
async function refusal(work: Promise<unknown>): Promise<readonly [string, string]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return [error.code, recordOidcFailure.mock.calls[0]?.[0].reason];
    throw error;
  }
  return ["accepted", ""];
}

async function signInBent(bends: Bends): Promise<readonly [string, string]> {
  const browser = new Browser();
  provider.bend(bends);
  const query = provider.authorize(await start(browser));
  return refusal(comeBack(browser, query));
}

describe("the authorization request", () => {
  it("asks for a code with S256, state and nonce, and comes back to the configured origin whatever the Host", async () => {
    const query = new URL(await start(new Browser())).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: "code",
      client_id: "client",
      scope: "openid groups",
      code_challenge_method: "S256",
      redirect_uri: `${OURS}/api/auth/callback/okta`,
    });
    expect(query.get("state")?.length).toBeGreaterThan(40);
    expect(query.get("nonce")?.length).toBeGreaterThan(40);
    expect(query.get("code_challenge")).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it("keeps its secrets in one encrypted, host-only cookie a flow", async () => {
    const browser = new Browser();
    const query = new URL(await start(browser)).searchParams;
    const stored = JSON.stringify([...browser.cookies]);
    expect([...browser.cookies.keys()].every((name) => name.startsWith("__Host-rolebridge."))).toBe(true);
    expect(stored).not.toContain(query.get("nonce"));
    expect(stored).not.toContain(query.get("state"));
  });

  it("does not let cookies of unfinished sign-ins pile up", async () => {
    const browser = new Browser();
    for (let tab = 0; tab < 12; tab += 1) await start(browser);
    expect([...browser.cookies.keys()].filter((name) => name.includes(".oidc."))).toHaveLength(4);
  });
});

describe("the authorization response", () => {
  it("gives the verified claims, with those only userinfo has, and the way back", async () => {
    const browser = new Browser();
    const query = provider.authorize(await start(browser));
    const { claims, flow } = await comeBack(browser, query);
    expect(claims).toMatchObject({ sub: "user-1", groups: ["engineering"], email: "ada@meridian.example" });
    expect(flow).toMatchObject({ returnTo: "/go/prod/Admin", purpose: "session" });
    expect(recordOidcFailure).not.toHaveBeenCalled();
  });

  it("finishes every one of several tabs that sign in at once", async () => {
    const browser = new Browser();
    const first = provider.authorize(await start(browser, "okta", "/first"));
    const later = provider.authorize(await start(browser, "okta", "/later"));
    expect((await comeBack(browser, later)).flow.returnTo).toBe("/later");
    expect((await comeBack(browser, first)).flow.returnTo).toBe("/first");
  });

  it("is refused in a browser that did not ask", async () => {
    const query = provider.authorize(await start(new Browser()));
    expect(await refusal(comeBack(new Browser(), query))).toEqual([
      "signin.request_unknown",
      "flow_cookie_missing",
    ]);
  });

  it("is refused without state, with another state, and with two", async () => {
    const browser = new Browser();
    const query = provider.authorize(await start(browser));
    const bent = (change: (query: URLSearchParams) => void) => {
      const copy = new URLSearchParams(query);
      change(copy);
      return refusal(comeBack(browser, copy)).then(([code]) => code);
    };
    expect(await bent((q) => q.delete("state"))).toBe("signin.request_unknown");
    expect(await bent((q) => q.set("state", "x".repeat(43)))).toBe("signin.request_unknown");
    expect(await bent((q) => q.append("state", "x"))).toBe("signin.response_refused");
    expect(await bent((q) => q.append("code", "x"))).toBe("signin.response_refused");
  });

  it("is refused at the callback of another connection", async () => {
    const browser = new Browser();
    const query = provider.authorize(await start(browser, "okta"));
    expect(await refusal(comeBack(browser, query, "second"))).toEqual([
      "signin.request_unknown",
      "flow_checks_refused",
    ]);
  });

  it("is refused when the code was used before", async () => {
    const browser = new Browser();
    const query = provider.authorize(await start(browser));
    await comeBack(browser, query);
    expect(await refusal(comeBack(browser, query))).toEqual([
      "signin.provider_failed",
      "provider_error_invalid_grant",
    ]);
  });

  it("is refused when the code belongs to another flow of the same person (PKCE)", async () => {
    const browser = new Browser();
    const one = provider.authorize(await start(browser));
    const two = provider.authorize(await start(browser));
    one.set("code", two.get("code") ?? "");
    expect((await refusal(comeBack(browser, one)))[1]).toBe("provider_error_invalid_grant");
  });

  it("is refused when it names another issuer, or none though the provider always does (RFC 9207)", async () => {
    const browser = new Browser();
    const query = second.authorize(await start(browser, "second"));
    query.set("iss", "https://evil.example");
    expect(await refusal(comeBack(browser, query, "second"))).toEqual([
      "signin.response_refused",
      "iss_mismatch",
    ]);
    const third = await startProvider();
    const naming = {
      ...rolebridge,
      signIn: {
        ...rolebridge.signIn,
        oidcProvider: async () => ({
          ...(await rolebridge.signIn.oidcProvider("x")),
          metadata: { ...metadataOf(third.issuer), namesIssuerInResponse: true },
        }),
      },
    } as Runtime;
    const request = new Request(OURS, { headers: browser.headers() });
    const began = await startOidc({ request, rolebridge: naming, origin }, "x", {
      returnTo: "/",
      purpose: "session",
    });
    browser.take(began);
    const silent = third.authorize(began.headers.get("location") ?? "");
    const back = new Request(`${OURS}/api/auth/callback/x?${silent}`, { headers: browser.headers() });
    vi.clearAllMocks();
    expect((await refusal(finishOidc({ request: back, rolebridge: naming, origin }, "x")))[1]).toBe(
      "iss_missing",
    );
    await third.stop();
  });

  it("tells a provider's refusal from ours, without its words", async () => {
    const browser = new Browser();
    const state = provider.authorize(await start(browser)).get("state") ?? "";
    const query = new URLSearchParams({ error: "access_denied", error_description: "<b>no</b>", state });
    expect(await refusal(comeBack(browser, query))).toEqual([
      "signin.provider_failed",
      "provider_error_access_denied",
    ]);
  });
});

describe("the ID token", () => {
  it("decides over userinfo, and userinfo of another person is refused", async () => {
    expect((await signInBent({ userinfo: { sub: "user-2", groups: ["admins"] } }))[1]).toBe(
      "userinfo_sub_mismatch",
    );
  });

  it("speaks for itself when the provider does not let us ask for userinfo", async () => {
    const browser = new Browser();
    provider.bend({ userinfo: { status: 403 }, claims: { groups: ["from-token"] } });
    const query = provider.authorize(await start(browser));
    expect((await comeBack(browser, query)).claims.groups).toEqual(["from-token"]);
  });

  it("does not stand alone when userinfo fails for now: groups would be missing", async () => {
    expect((await signInBent({ userinfo: { status: 503 } }))[0]).not.toBe("accepted");
  });
});

describe("the provider's own answers", () => {
  it("tells a wrong client secret to the audit", async () => {
    const browser = new Browser();
    const query = provider.authorize(await start(browser, "wrong-secret"));
    expect(await refusal(comeBack(browser, query, "wrong-secret"))).toEqual([
      "signin.provider_failed",
      "provider_error_invalid_client",
    ]);
  });
});
