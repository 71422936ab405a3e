import { createHash, createPublicKey, type JsonWebKey, randomBytes, verify } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningServer } from "../idp-http";
import { MFA_CONTEXT } from "../second-factor";
import { startOidcIdp } from "./server";

const APP = "http://localhost:65535";
const CLIENT = { clientId: "rolebridge", clientSecret: "a secret / with & signs" };

let folder: string;
let idp: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "idp-oidc-"));
  idp = await startOidcIdp({ port: 0, appOrigin: APP, client: CLIENT, folder });
});

afterAll(async () => {
  await idp.close();
  await rm(folder, { recursive: true });
});

/** A browser as far as this needs one: keeps cookies, follows redirects while they stay at the provider. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async open(address: string, form?: Record<string, string>): Promise<Response> {
    let response = await this.#send(address, form);
    let location = response.headers.get("location");
    while (location !== null) {
      const next = new URL(location, idp.url);
      if (next.origin !== idp.url) {
        return response;
      }
      response = await this.#send(next.href);
      location = response.headers.get("location");
    }
    return response;
  }

  async #send(address: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(address, {
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    return response;
  }
}

const verifier = randomBytes(32).toString("base64url");

function authorizationAddress(changes: Record<string, string | undefined> = {}): string {
  const parameters = {
    client_id: CLIENT.clientId,
    response_type: "code",
    scope: "openid email profile",
    redirect_uri: `${APP}/api/auth/callback/meridian-oidc`,
    state: "the-state",
    nonce: "the-nonce",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  };
  const present = Object.entries(parameters).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return `${idp.url}/auth?${new URLSearchParams(present)}`;
}

async function signIn(
  browser: Browser,
  person: Record<string, string>,
  asked: Record<string, string> = {},
): Promise<Response> {
  const page = await (await browser.open(authorizationAddress(asked))).text();
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? "";
  return await browser.open(`${idp.url}${action}`, person);
}

async function redeem(code: string): Promise<{ id_token: string; access_token: string }> {
  const basic = [CLIENT.clientId, CLIENT.clientSecret].map(encodeURIComponent).join(":");
  const answer = await fetch(`${idp.url}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(basic).toString("base64")}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: `${APP}/api/auth/callback/meridian-oidc`,
      code_verifier: verifier,
    }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { id_token: string; access_token: string };
}

/** The claims of a JWT whose RS256 signature was checked with the key that the provider publishes. */
async function verifiedClaims(jwt: string): Promise<unknown> {
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const { keys } = (await (await fetch(`${idp.url}/jwks`)).json()) as { keys: [JsonWebKey] };
  const key = createPublicKey({ key: keys[0], format: "jwk" });
  const signed = Buffer.from(`${header}.${payload}`);
  expect(verify("sha256", signed, key, Buffer.from(signature, "base64url"))).toBe(true);
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}

const ADA = { username: "ada@meridian.example", password: "ada-sandbox" };
const CLAIMS = {
  sub: "mf-2017-0412",
  email: "ada@meridian.example",
  preferred_username: "ada@meridian.example",
  name: "Ada Lindqvist",
  groups: ["engineering", "logistics-analytics"],
  department: "Logistics",
};

describe("the sandbox's OpenID Connect provider", () => {
  it("carries a person through the code flow with PKCE to an ID token with groups, asking for no consent", async () => {
    const back = new URL((await signIn(new Browser(), ADA)).headers.get("location") ?? "");
    expect(`${back.origin}${back.pathname}`).toBe(`${APP}/api/auth/callback/meridian-oidc`);
    expect(back.searchParams.get("state")).toBe("the-state");

    const tokens = await redeem(back.searchParams.get("code") ?? "");
    expect(await verifiedClaims(tokens.id_token)).toMatchObject({
      ...CLAIMS,
      iss: idp.url,
      aud: CLIENT.clientId,
      nonce: "the-nonce",
    });

    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect(await (await fetch(`${idp.url}/me`, { headers })).json()).toMatchObject(CLAIMS);
  });

  it("asks no second time while its session lasts, and again after sign-out", async () => {
    const browser = new Browser();
    await signIn(browser, ADA);
    const again = await browser.open(authorizationAddress());
    expect(again.headers.get("location")).toContain(`${APP}/api/auth/callback/meridian-oidc?code=`);

    const question = await (await browser.open(`${idp.url}/session/end`)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(question)?.[1] ?? "";
    await browser.open(`${idp.url}/session/end/confirm`, { xsrf, logout: "yes" });
    expect(await (await browser.open(authorizationAddress())).text()).toContain('name="password"');
  });

  it("signs a listed person in with one button", async () => {
    const answer = await signIn(new Browser(), { persona: "iris" });
    expect(answer.headers.get("location")).toContain("?code=");
  });

  it("shows the form again after a wrong password, and gives no code", async () => {
    const answer = await signIn(new Browser(), { username: "ada", password: "wrong" });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("location")).toBeNull();
    expect(await answer.text()).toContain('role="alert"');
  });

  it.each([
    ["a second factor", { secondFactor: "yes" }, { amr: ["pwd", "otp", "mfa"], acr: MFA_CONTEXT }],
    ["a password alone", {}, { amr: ["pwd"] }],
  ])("asks anew when told to, and says when that was and by %s", async (_, form, said) => {
    const browser = new Browser();
    await signIn(browser, ADA);
    const claims = JSON.stringify({ id_token: { auth_time: { essential: true }, amr: null, acr: null } });
    const asked = { prompt: "login", max_age: "0", acr_values: MFA_CONTEXT, claims };
    const before = Math.floor(Date.now() / 1_000);
    const back = new URL((await signIn(browser, { ...ADA, ...form }, asked)).headers.get("location") ?? "");
    const token = await verifiedClaims((await redeem(back.searchParams.get("code") ?? "")).id_token);
    expect(token).toMatchObject(said);
    expect((token as { auth_time: number }).auth_time).toBeGreaterThanOrEqual(before);
    expect((token as { acr?: string }).acr).toBe((said as { acr?: string }).acr);
  });

  it("refuses a request without PKCE", async () => {
    const answer = await new Browser().open(
      authorizationAddress({ code_challenge: undefined, code_challenge_method: undefined }),
    );
    expect(answer.headers.get("location")).toContain("error=invalid_request");
  });

  it.each([
    ["another host", "http://localhost:1/api/auth/callback/meridian-oidc"],
    ["another path", `${APP}/api/auth/callback/a/../../../elsewhere`],
  ])("refuses to send a code to %s", async (_, redirect_uri) => {
    const answer = await new Browser().open(authorizationAddress({ redirect_uri }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
  });

  it("tells somebody whose sign-in is gone what to do", async () => {
    const answer = await fetch(`${idp.url}/interaction/unknown`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("sign in again");
  });
});
