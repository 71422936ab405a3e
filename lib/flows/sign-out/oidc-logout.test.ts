import { generateKeyPairSync, randomUUID } from "node:crypto";
import { exportJWK, SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Secret } from "../../secret/secret";
import { oidcConnection } from "../fixtures/oidc-connection";
import { openWorld, REQUEST_ORIGIN, refusalOf, type World } from "../fixtures/world";
import type { SessionUseCases } from "../sessions/session-use-cases";
import { sessionUseCases } from "../sessions/sessions";
import type { OidcConnection } from "../sign-in/find-connection";
import { signInUseCases } from "../sign-in/sign-in";
import type { SignInUseCases } from "../use-cases";
import { signOutUseCases } from "./sign-out";
import type { SignOutUseCases } from "./sign-out-use-cases";

vi.mock("../../log/log", () => ({ log: { warn: vi.fn(), error: vi.fn() } }));

const origin = REQUEST_ORIGIN;
const ISSUER = "https://login.example.com";
const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`;
const JWKS = `${ISSUER}/jwks`;
const EVENT = "http://schemas.openid.net/event/backchannel-logout";

let world: World;
let connection: OidcConnection;
let signIn: SignInUseCases;
let signOut: SignOutUseCases;
let sessions: SessionUseCases;
const key = generateKeyPairSync("rsa", { modulusLength: 2048 });
const newKey = generateKeyPairSync("rsa", { modulusLength: 2048 });

beforeAll(async () => {
  world = await openWorld();
  const draft = oidcConnection({ slug: "login", displayName: "Example login", issuer: ISSUER });
  const created = await world.database.connections.create(draft);
  if (created.kind !== "oidc") throw new Error("an OpenID connection");
  connection = created;
  signIn = signInUseCases(world.context);
  sessions = sessionUseCases(world.context);
  await provider();
});
afterEach(async () => {
  world.failAudit(undefined);
  await provider();
});
afterAll(() => world.close());

/** The provider publishes this from now on; nothing of before is remembered. */
async function provider(
  change: Readonly<Record<string, unknown>> = { end_session_endpoint: `${ISSUER}/end?tenant=1` },
) {
  const document = {
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/auth`,
    token_endpoint: `${ISSUER}/token`,
    jwks_uri: JWKS,
    response_types_supported: ["code"],
    ...change,
  };
  world.documents.set(DISCOVERY, JSON.stringify(document));
  await publish([["k1", key]]);
  signOut = signOutUseCases(world.context);
}

async function publish(keys: readonly (readonly [kid: string, pair: typeof key])[]) {
  const published = keys.map(async ([kid, { publicKey }]) => ({
    ...(await exportJWK(publicKey)),
    kid,
    alg: "RS256",
  }));
  world.documents.set(JWKS, JSON.stringify({ keys: await Promise.all(published) }));
}

async function newSession(sub: string, sid?: string) {
  const claims = { iss: ISSUER, sub, preferred_username: `${sub}@example.com`, ...(sid && { sid }) };
  const { appSessionId } = await signIn.completeOidc({ slug: "login", claims, returnTo: "/", origin });
  const actor = await sessions.actorOfSession(appSessionId, origin);
  if (actor === undefined) throw new Error("nobody is signed in");
  return actor;
}
const isOpen = async ({ appSessionId }: { readonly appSessionId: string }) =>
  (await sessions.actorOfSession(appSessionId, origin)) !== undefined;

async function token(about: object, kid = "k1", pair = key): Promise<Secret> {
  const now = world.now().getTime() / 1_000;
  const claims = {
    iss: ISSUER,
    aud: "rolebridge",
    iat: now,
    exp: now + 120,
    jti: randomUUID(),
    events: { [EVENT]: {} },
  };
  const header = { alg: "RS256", kid, typ: "logout+jwt" };
  return new Secret(
    await new SignJWT({ ...claims, ...about }).setProtectedHeader(header).sign(pair.privateKey),
  );
}
const take = async (logoutToken: Secret, slug = "login") =>
  signOut.acceptLogoutToken({ slug, logoutToken, origin });
const newest = async () => (await world.events())[0];

describe("a logout token", () => {
  test("ends the session it names at once, and is in the audit", async () => {
    const [meant, elsewhere] = [await newSession("u-1", "s-1"), await newSession("u-1", "s-2")];
    await take(await token({ sub: "u-1", sid: "s-1" }));
    expect([await isOpen(meant), await isOpen(elsewhere)]).toEqual([false, true]);
    expect(await newest()).toMatchObject({
      action: "logout.accepted",
      object: { kind: "connection", name: "login" },
      detail: { protocol: "oidc", sessions: 1, usernames: ["u-1@example.com"], allOfThePerson: false },
    });
  });

  test("that names a person only ends all sessions of the person; one that names a session only, that one", async () => {
    const mine = [await newSession("u-2", "s-3"), await newSession("u-2")];
    const other = await newSession("u-3", "s-4");
    await take(await token({ sub: "u-2" }));
    expect(await Promise.all([...mine, other].map(isOpen))).toEqual([false, false, true]);
    await take(await token({ sid: "s-4" }));
    expect(await isOpen(other)).toBe(false);
  });

  test("O24 of somebody else's session ends nothing", async () => {
    const session = await newSession("u-4", "s-5");
    await take(await token({ sub: "u-5", sid: "s-5" }));
    expect(await isOpen(session)).toBe(true);
  });

  test("O24 works once: not twenty times at the same time, nor later", async () => {
    const again = await token({ sub: "u-6" });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take(again)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const session = await newSession("u-6");
    expect(await refusalOf(take(again))).toMatchObject({
      code: "signout.token_refused",
      reason: "used_before",
    });
    expect(await isOpen(session)).toBe(true);
    expect(await newest()).toMatchObject({
      action: "logout.refused",
      outcome: "refused",
      detail: { protocol: "oidc", reason: "used_before" },
    });
  });

  test("O24 forged, or about nobody, is refused and ends nothing", async () => {
    const session = await newSession("u-7", "s-7");
    expect(await refusalOf(take(await token({ sub: "u-7" }, "k1", newKey)))).toMatchObject({
      code: "signout.token_refused",
    });
    expect(await refusalOf(take(await token({})))).toMatchObject({ reason: "nobody_named" });
    expect(await refusalOf(take(await token({ sub: "u-7", nonce: "n" })))).toMatchObject({ reason: "nonce" });
    expect(await isOpen(session)).toBe(true);
  });

  test("signed with a key that is new is verified with newer keys, asked for twice a minute at most (O21)", async () => {
    await take(await token({ sub: "nobody" }));
    await publish([["k2", newKey]]);
    expect(await refusalOf(take(await token({ sub: "u-8" }, "k2", newKey)))).toMatchObject({
      reason: "key_unknown",
    });
    world.advance(31);
    await take(await token({ sub: "u-8" }, "k2", newKey));
    world.documents.set(JWKS, "not asked");
    expect(await refusalOf(take(await token({ sub: "u-8" }, "k3", key)))).toMatchObject({
      reason: "key_unknown",
    });
  });

  test("is verified with keys known already while their address does not answer, for an hour", async () => {
    await take(await token({ sub: "nobody" }));
    world.documents.delete(JWKS);
    world.advance(3_500);
    world.documents.set(DISCOVERY, world.documents.get(DISCOVERY) ?? "");
    await take(await token({ sub: "nobody" }));
    world.advance(200);
    expect((await refusalOf(take(await token({ sub: "nobody" })))).code).toBe("signin.provider_failed");
  });

  test("is heeded by a disabled connection, and by no connection of another kind", async () => {
    const session = await newSession("u-9");
    const { id, ...draft } = connection;
    await world.database.connections.update(id, { ...draft, enabled: false });
    await take(await token({ sub: "u-9" }));
    await world.database.connections.update(id, draft);
    expect(await isOpen(session)).toBe(false);
    for (const slug of ["acme", "nobody"]) {
      expect((await refusalOf(take(await token({ sub: "u-9" }), slug))).code).toBe(
        "signin.connection_unknown",
      );
    }
  });
});

describe("signing out here", () => {
  test("ends our session and leads to the provider's own sign-out, without an ID token in the address", async () => {
    const actor = await newSession("u-10", "s-10");
    const onward = await signOut.everywhere(actor);
    expect(await isOpen(actor)).toBe(false);
    expect(onward).toMatchObject({ displayName: "Example login", message: { method: "GET" } });
    const url = new URL(onward?.message.url ?? "");
    expect(`${url.origin}${url.pathname}`).toBe(`${ISSUER}/end`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: "1",
      client_id: "rolebridge",
      logout_hint: "s-10",
      post_logout_redirect_uri: `${world.context.settings.origin}/signout`,
    });
  });

  test("ends here where the provider has no sign-out, does not answer, or names no safe address", async () => {
    await provider({});
    expect(await signOut.everywhere(await newSession("u-11"))).toBeUndefined();
    for (const address of ["javascript:alert(1)", "http://login.example.com/end", "https://a:b@x.example"]) {
      await provider({ end_session_endpoint: address });
      const actor = await newSession("u-11");
      expect(await signOut.everywhere(actor)).toBeUndefined();
      expect(await isOpen(actor)).toBe(false);
    }
    await provider();
    world.documents.delete(DISCOVERY);
    const actor = await newSession("u-11");
    expect(await signOut.everywhere(actor)).toBeUndefined();
    expect(await isOpen(actor)).toBe(false);
  });
});
