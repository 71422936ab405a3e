import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as route from "../[...nextauth]/route";
import type { Provider } from "./fixtures/provider";
import { Browser, OURS, openSignInWorld, type SignInWorld } from "./fixtures/sign-in-world";
import type { Json } from "./fixtures/sign-token";

let world: SignInWorld;
let okta: Provider;
let other: Provider;
let naming: Provider;
let byAddress: Provider;
const NAMES_ISSUER = { discovery: { authorization_response_iss_parameter_supported: true } };
beforeAll(async () => {
  world = await openSignInWorld();
  okta = await world.connect("okta");
  other = await world.connect("other");
  naming = await world.connect("naming", NAMES_ISSUER);
  byAddress = await world.connect("by-address", {}, "email");
});
afterAll(() => world.close());
beforeEach(() => okta.bend({}));

/** A browser that comes back from the provider, and what it brings. */
async function atTheGate(provider = okta, slug = "okta") {
  const browser = new Browser();
  return { browser, query: provider.authorize(await world.start(browser, slug)) };
}

describe("an authorization response is refused:", () => {
  test.each<[title: string, bend: (query: URLSearchParams) => void, reason: string]>([
    ["O01 state missing", (query) => query.delete("state"), "flow_cookie_missing"],
    ["O01 state empty", (query) => query.set("state", ""), "flow_cookie_missing"],
    ["O01 state made up", (query) => query.set("state", "x".repeat(43)), "flow_cookie_missing"],
    [
      "O01 state with a character more",
      (query) => query.set("state", `${query.get("state")}x`),
      "flow_cookie",
    ],
    ["O01 state twice", (query) => query.append("state", query.get("state") ?? ""), "repeated_state"],
    ["O17 code missing", (query) => query.delete("code"), "id_token_not_present"],
    ["O17 code made up", (query) => query.set("code", "made-up"), "provider_error_invalid_grant"],
    ["O17 code twice", (query) => query.append("code", "x"), "repeated_code"],
    ["O04 iss twice", (query) => ["a", "b"].map((iss) => query.append("iss", iss)), "repeated_iss"],
    ["O04 iss of another provider", (query) => query.set("iss", other.issuer), "iss_mismatch"],
    ["O04 iss with a slash more", (query) => query.set("iss", `${okta.issuer}/`), "iss_mismatch"],
    ["O04 iss empty", (query) => query.set("iss", ""), "iss_mismatch"],
    [
      "O01 an error of the provider, with markup",
      (query) => {
        query.delete("code");
        query.set("error", "<img src=x onerror=alert(1)>");
        query.set("error_description", "<script>alert(1)</script>");
      },
      "provider_error_",
    ],
    [
      "O01 an error beside a code",
      (query) => query.set("error", "access_denied"),
      "provider_error_access_denied",
    ],
  ])("%s", async (_, bend, reason) => {
    const { browser, query } = await atTheGate();
    bend(query);
    expect(await world.refusal(await world.comeBack(browser, "okta", query))).toContain(reason);
  });

  test("O01 state of another browser", async () => {
    const { query } = await atTheGate();
    const { browser } = await atTheGate();
    expect(await world.refusal(await world.comeBack(browser, "okta", query))).toBe("flow_cookie_missing");
  });

  test("O01 a flow's cookies under the name of another flow's state", async () => {
    const { browser, query } = await atTheGate();
    const theirs = await atTheGate();
    const name = (of: Browser) => [...of.cookies.keys()].find((key) => key.includes(".oidc.")) ?? "";
    browser.cookies.set(name(theirs.browser), browser.cookies.get(name(browser)) ?? "");
    query.set("state", theirs.query.get("state") ?? "");
    expect(await world.refusal(await world.comeBack(browser, "okta", query))).toBe("state_mismatch");
  });

  test("O17 the same response twice, though its cookies were copied and the provider takes codes twice", async () => {
    okta.bend({ isLax: true });
    const { browser, query } = await atTheGate();
    const copied = new Browser();
    for (const [name, value] of browser.cookies) copied.cookies.set(name, value);
    expect(world.isSignedIn(await world.comeBack(browser, "okta", query))).toBe(true);
    expect(await world.refusal(await world.comeBack(copied, "okta", query))).toBe("state_used_before");
  });

  test("O17 all but one of ten copies that arrive at once", async () => {
    okta.bend({ isLax: true });
    const { browser, query } = await atTheGate();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.comeBack(browser, "okta", query)),
    );
    expect(answers.filter((answer) => world.isSignedIn(answer))).toHaveLength(1);
  });

  test("O17 the code of another flow, by PKCE, and by the nonce with a provider that ignores PKCE (O03)", async () => {
    const strict = await atTheGate();
    const victim = await atTheGate();
    strict.query.set("code", victim.query.get("code") ?? "");
    const refused = await world.comeBack(strict.browser, "okta", strict.query);
    expect(await world.refusal(refused)).toBe("provider_error_invalid_grant");
    okta.bend({ isLax: true });
    const lax = await atTheGate();
    lax.query.set("code", (await atTheGate()).query.get("code") ?? "");
    const injected = await world.comeBack(lax.browser, "okta", lax.query);
    expect(await world.refusal(injected)).toBe("nonce_mismatch");
  });

  test("O04 at the callback of another connection (mix-up)", async () => {
    const { browser, query } = await atTheGate();
    const refused = await world.comeBack(browser, "other", query);
    expect(await world.refusal(refused)).toBe("flow_checks_refused");
    expect(other.asked).not.toContain("/token");
  });

  test("O04 without iss from a provider that always names itself", async () => {
    const { browser, query } = await atTheGate(naming, "naming");
    expect(await world.refusal(await world.comeBack(browser, "naming", query))).toBe("iss_missing");
    const again = await atTheGate(naming, "naming");
    again.query.set("iss", naming.issuer);
    expect(world.isSignedIn(await world.comeBack(again.browser, "naming", again.query))).toBe(true);
  });
});

describe("the authorization request", () => {
  test("O03 asks with S256 whatever the provider lists, and never gives the verifier away", async () => {
    const plain = { discovery: { code_challenge_methods_supported: ["plain"] } };
    await world.connect("plain", plain);
    const browser = new Browser();
    const query = new URL(await world.start(browser, "plain")).searchParams;
    expect(query.get("code_challenge_method")).toBe("S256");
    expect(query.get("code_challenge")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(query.has("code_verifier")).toBe(false);
  });

  test("O18 W14 names one redirect address, whatever Host and forwarded headers say", async () => {
    const headers = new Headers({
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      forwarded: "host=evil.example",
      origin: "https://evil.example",
    });
    const location = await world.start(new Browser(), "okta", "?redirect_uri=https://evil.example", headers);
    expect(new URL(location).searchParams.getAll("redirect_uri")).toEqual([`${OURS}/api/auth/callback/okta`]);
    expect(location).not.toContain("evil.example");
  });

  test.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "https://rolebridge.example.com@evil.example",
    "javascript:alert(1)",
    "/%0d%0aSet-Cookie: a=b",
  ])("O18 leads back to our own origin, not to %s", async (returnTo) => {
    const browser = new Browser();
    const wish = `?${new URLSearchParams({ returnTo })}`;
    const query = okta.authorize(await world.start(browser, "okta", wish));
    const answer = await world.comeBack(browser, "okta", query);
    const { origin } = new URL(answer.headers.get("location") ?? "", OURS);
    expect(world.isSignedIn(answer)).toBe(true);
    expect(origin).toBe(OURS);
  });

  test.each([
    [["callback", "okta", "more"]],
    [["callback"]],
    [["signin", "okta"]],
    [["session"]],
    [["callback", "okta/"]],
    [["callback", "okta%2f..%2fother"]],
    [["callback", "OKTA"]],
    [["callback", "..", "okta"]],
  ])("O18 nothing but the exact address takes a response: %j", async (path) => {
    const { browser, query } = await atTheGate();
    const answer = await world.comeBack(browser, "okta", query, path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers.getSetCookie().join()).not.toContain("rolebridge.session");
  });

  test("O18 a response that is posted finds no door", () => {
    expect(Object.keys(route)).toEqual(["GET"]);
  });
});

describe("who it is", () => {
  test("O20 two subjects with one address are two people", async () => {
    const claims = { email: "ada@meridian.example", email_verified: true, preferred_username: "same" };
    const people = [];
    for (const sub of ["user-1", "user-2"]) {
      await world.attempt(okta, "okta", { claims: { ...claims, sub }, userinfo: { status: 403 } });
      people.push((await world.lastSignIn())?.actor.id);
    }
    expect(people[0]).toBeDefined();
    expect(people[1]).not.toBe(people[0]);
  });

  test.each<[string, Json, Json]>([
    ["absent", {}, { status: 403 }],
    ["false", { email_verified: false }, { status: 403 }],
    ["the text true", { email_verified: "true" }, { status: 403 }],
    [
      "said by userinfo of another address",
      {},
      { sub: "user-1", email: "me@x.example", email_verified: true },
    ],
  ])("O20 an address is nobody's name when email_verified is %s", async (_, claims, userinfo) => {
    const bends = { claims, userinfo, without: ["preferred_username"] };
    const answer = await world.attempt(byAddress, "by-address", bends);
    expect(await world.refusal(answer)).toBe("username_email_unverified");
  });

  test("O23 a refresh token is not kept: neither it nor the access token is in the database", async () => {
    const canary = "refresh-canary-7d1f";
    const bends = {
      alsoGives: { refresh_token: canary },
      claims: { preferred_username: "kept-canary-55aa" },
    };
    expect(world.isSignedIn(await world.attempt(okta, "okta", bends))).toBe(true);
    const files = await readdir(world.folder, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
    );
    expect(contents.some((content) => content.includes("kept-canary-55aa"))).toBe(true);
    expect(contents.some((content) => content.includes(canary))).toBe(false);
    expect(contents.some((content) => content.includes("access-token"))).toBe(false);
  });
});
