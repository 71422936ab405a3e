import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bends, Provider } from "./fixtures/provider";
import { Browser, openSignInWorld, type SignInWorld } from "./fixtures/sign-in-world";

const SLUG = "okta";
let world: SignInWorld;
let provider: Provider;
beforeAll(async () => {
  world = await openSignInWorld();
  provider = await world.connect(SLUG);
});
afterAll(() => world.close());

const now = () => Math.floor(Date.now() / 1_000);

async function signIn(browser: Browser, bends: Bends, query = "") {
  provider.bend(bends);
  const location = await world.start(browser, SLUG, query);
  const response = await world.comeBack(browser, SLUG, provider.authorize(location));
  browser.take(response);
  return { asked: new URL(location).searchParams, response };
}

async function signedInBrowser(): Promise<Browser> {
  const browser = new Browser();
  await signIn(browser, {});
  return browser;
}
const STEP_UP = `?${new URLSearchParams({ stepUp: "mfa", returnTo: "/access/42" })}`;

describe("a step-up by OpenID Connect", () => {
  test("asks to authenticate anew, for the time of it, and for the contexts the connection names", async () => {
    const { asked: first } = await signIn(new Browser(), {});
    for (const name of ["prompt", "max_age", "acr_values", "claims"]) expect(first.has(name)).toBe(false);
    await world.rolebridge.admin.connections.update(world.actor, SLUG, { mfaRequest: ["phr", "urn:x:mfa"] });
    const { asked } = await signIn(await signedInBrowser(), {}, STEP_UP);
    expect(Object.fromEntries(asked)).toMatchObject({
      prompt: "login",
      max_age: "0",
      acr_values: "phr urn:x:mfa",
    });
    expect(JSON.parse(asked.get("claims") ?? "")).toMatchObject({
      id_token: { auth_time: { essential: true } },
    });
    await world.rolebridge.admin.connections.update(world.actor, SLUG, { mfaRequest: [] });
  });

  test("ends in a fresh session, exactly where the person was", async () => {
    const browser = await signedInBrowser();
    const { response } = await signIn(
      browser,
      { claims: { auth_time: now(), amr: ["pwd", "mfa"] } },
      STEP_UP,
    );
    expect(world.isSignedIn(response)).toBe(true);
    expect(response.headers.get("location")).toBe("/access/42");
    expect((await world.lastSignIn())?.detail).toMatchObject({ authentication: { methods: ["pwd", "mfa"] } });
  });

  test.each<[title: string, bends: () => Bends, reason: string]>([
    ["an answer without auth_time", () => ({ claims: { amr: ["mfa"] } }), "sign_in_time_not_stated"],
    [
      "an auth_time that only userinfo says",
      () => ({ claims: { amr: ["mfa"] }, userinfo: { sub: "user-1", auth_time: now() } }),
      "sign_in_time_not_stated",
    ],
    [
      "a provider that ignores prompt and max_age",
      () => ({ claims: { auth_time: now() - 3_600, amr: ["mfa"] } }),
      "sign_in_before_the_request",
    ],
    [
      "a fresh sign-in that states no second factor",
      () => ({ claims: { auth_time: now(), amr: ["pwd"] } }),
      "second_factor_not_stated",
    ],
    [
      "a second factor that only userinfo states",
      () => ({ claims: { auth_time: now() }, userinfo: { sub: "user-1", amr: ["mfa"], acr: "mfa" } }),
      "second_factor_not_stated",
    ],
    [
      "somebody else",
      () => ({ claims: { sub: "user-2", auth_time: now(), amr: ["mfa"] }, userinfo: { status: 403 } }),
      "step_up_of_another_person",
    ],
  ])("refuses %s, and the session stays as it was", async (_, bends, reason) => {
    const browser = await signedInBrowser();
    const before = browser.cookies.get("__Host-rolebridge.session");
    const { response } = await signIn(browser, bends(), STEP_UP);
    expect(await world.refusal(response)).toBe(reason);
    expect(browser.cookies.get("__Host-rolebridge.session")).toBe(before);
  });
});
