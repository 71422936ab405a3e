import { randomBytes, randomUUID } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { editAll, GENUINE, NOW, REQUEST_ID, sign } from "../../saml/fixtures/message";
import { Secret } from "../../secret/secret";
import { oidcConnection } from "../fixtures/oidc-connection";
import { sessionOf } from "../fixtures/session-of";
import { newEntitlement, openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "../fixtures/world";
import type { SessionUseCases } from "../sessions/session-use-cases";
import { sessionUseCases } from "../sessions/sessions";
import type { SamlStart, SignInUseCases } from "../use-cases";
import { signInUseCases } from "./sign-in";

let world: World;
let signIn: SignInUseCases;
let sessions: SessionUseCases;
beforeAll(async () => {
  world = await openWorld();
  signIn = signInUseCases(world.context);
  sessions = sessionUseCases(world.context);
});
afterEach(() => {
  world.failAudit(undefined);
  world.advance((NOW.getTime() - world.now().getTime()) / 1_000);
});
afterAll(() => world.close());

const origin = REQUEST_ORIGIN;
const browser = () => new Secret(randomBytes(32).toString("base64url"));

function requestId(start: SamlStart): string {
  const message = new URL(start.url).searchParams.get("SAMLRequest") ?? "";
  const xml = inflateRawSync(Buffer.from(message, "base64")).toString("utf8");
  return / ID="([^"]+)"/.exec(xml)?.[1] ?? "";
}

/** What the identity provider would post for this request; every assertion has an id of its own. */
function answer(id: string | undefined): Secret {
  const fresh = editAll(GENUINE, "_assertion-1", `_${randomUUID()}`);
  const xml =
    id === undefined ? editAll(fresh, ` InResponseTo="${REQUEST_ID}"`, "") : editAll(fresh, REQUEST_ID, id);
  return new Secret(Buffer.from(sign(xml, "Assertion")).toString("base64"));
}

async function start(
  browserBinding: Secret,
  change: Partial<Parameters<SignInUseCases["startSaml"]>[0]> = {},
) {
  return requestId(
    await signIn.startSaml({
      slug: SLUG,
      returnTo: "/go/prod/ReadOnly",
      purpose: "session",
      browserBinding,
      actor: undefined,
      origin,
      ...change,
    }),
  );
}
const accept = (samlResponse: Secret, slug = SLUG) =>
  signIn.acceptSamlResponse({ slug, samlResponse, relayState: "https://evil.example/", origin });
const tryToComplete = (handle: Secret, browserBinding: Secret | undefined, consented = false) =>
  signIn.completeSignIn({ handle, browserBinding, consented, origin });
const complete = async (...asked: Parameters<typeof tryToComplete>) =>
  sessionOf(await tryToComplete(...asked));
const newest = async () => (await world.events())[0];

describe("SAML sign-in that we started", () => {
  test("ends in a session of the browser that asked, at the page it wanted, and in the audit", async () => {
    const binding = browser();
    const { handle } = await accept(answer(await start(binding)));
    const done = await complete(handle, binding);
    expect(done.returnTo).toBe("/go/prod/ReadOnly");
    // The identity provider's end comes before our twelve hours (S52).
    expect(done.expiresAt).toEqual(new Date("2026-03-02T17:00:00Z"));
    const actor = await sessions.actorOfSession(done.appSessionId, origin);
    expect(actor).toMatchObject({
      sessionName: "user@example.com",
      identity: { username: "user@example.com", groups: ["engineering", "on-call"], groupsClaim: "present" },
    });
    expect(await newest()).toMatchObject({
      action: "login.succeeded",
      actor: { kind: "person", name: "user@example.com" },
      object: { kind: "connection", name: SLUG },
      detail: { protocol: "saml", startedBy: "us", groups: ["engineering", "on-call"] },
    });
  });

  test("S47 a response is accepted once: twenty at the same time give one login, one after that none", async () => {
    const posted = answer(await start(browser()));
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => accept(posted)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refusal = await refusalOf(accept(posted));
    expect(refusal).toMatchObject({ code: "signin.request_unknown", reason: "used_or_expired" });
    expect(await newest()).toMatchObject({
      action: "login.refused",
      outcome: "refused",
      actor: { kind: "anonymous" },
      detail: { code: "signin.request_unknown", reason: "used_or_expired" },
    });
  });

  test("a login is taken once; who asks for one that is not there leaves nothing in the audit", async () => {
    const binding = browser();
    const { handle } = await accept(answer(await start(binding)));
    await complete(handle, binding);
    for (const one of [handle, new Secret("made-up")]) {
      expect((await refusalOf(complete(one, binding, true))).code).toBe("signin.request_unknown");
    }
    expect(await newest()).toMatchObject({ action: "login.succeeded" });
  });

  test("S44 another browser, or one without the cookie, cannot finish it, and the right one still can", async () => {
    const binding = browser();
    const { handle } = await accept(answer(await start(binding)));
    for (const other of [browser(), undefined]) {
      expect(await refusalOf(complete(handle, other))).toMatchObject({
        reason: "gone_or_of_another_browser",
      });
      expect(await newest()).toMatchObject({ action: "login.refused" });
    }
    expect((await refusalOf(complete(handle, undefined, true))).code).toBe("signin.request_unknown");
    await complete(handle, binding);
  });

  test("S44 an answer to a request we never made is refused with its reason in the audit only", async () => {
    const refusal = await refusalOf(accept(answer(`_${randomUUID()}`)));
    expect(refusal).toMatchObject({ code: "signin.request_unknown", reason: "in_response_to_unknown" });
    expect(refusal.detail).toBeUndefined();
    expect(await newest()).toMatchObject({ detail: { reason: "in_response_to_unknown" } });
  });

  test("an answer that comes after the person took too long is refused", async () => {
    const id = await start(browser());
    world.advance(601);
    const refusal = await refusalOf(accept(answer(id)));
    expect(["signin.request_unknown", "signin.response_refused"]).toContain(refusal.code);
  });

  test("S46 an answer meant for another connection's request is refused", async () => {
    const slug = `other-${randomUUID().slice(0, 8)}`;
    const { id: _, ...draft } = world.connection;
    await world.database.connections.create({ ...draft, slug });
    const id = await start(browser(), { slug });
    expect(await refusalOf(accept(answer(id)))).toMatchObject({
      reason: "in_response_to_of_another_connection",
    });
  });

  test("a changed response is refused, with the reason in the audit and one sentence for the person", async () => {
    const posted = answer(await start(browser()));
    const xml = Buffer.from(posted.reveal(), "base64").toString("utf8");
    const forged = editAll(xml, ">engineering<", ">rolebridge-admins<");
    const refusal = await refusalOf(accept(new Secret(Buffer.from(forged).toString("base64"))));
    expect(refusal.code).toBe("signin.response_refused");
    expect(await newest()).toMatchObject({
      action: "login.refused",
      detail: { code: "signin.response_refused", reason: refusal.reason },
    });
  });

  test("a session id does not leave when the sign-in cannot be written to the audit", async () => {
    const binding = browser();
    const { handle } = await accept(answer(await start(binding)));
    world.failAudit("login.succeeded");
    expect((await refusalOf(complete(handle, binding))).code).toBe("store.unavailable");
  });

  test("an unknown connection starts and accepts nothing", async () => {
    expect((await refusalOf(start(browser(), { slug: "nobody" }))).code).toBe("signin.connection_unknown");
    expect((await refusalOf(accept(answer(undefined), "nobody"))).code).toBe("signin.connection_unknown");
  });
});

describe("SAML sign-in that the identity provider started", () => {
  test("S49 is refused unless the connection allows it", async () => {
    expect((await refusalOf(accept(answer(undefined)))).code).toBe("signin.response_refused");
  });

  test("S49 S50 waits for the person's consent, and never goes where RelayState says", async () => {
    const { id, ...draft } = world.connection;
    if (draft.kind !== "saml") throw new Error("the fixture is a SAML connection");
    await world.database.connections.update(id, { ...draft, allowIdpInitiated: true });
    const { handle } = await accept(answer(undefined));
    await world.database.connections.update(id, draft);
    for (const binding of [browser(), undefined]) {
      expect(await tryToComplete(handle, binding)).toEqual({
        waitsFor: "consent",
        connection: expect.objectContaining({ slug: SLUG }),
        username: "user@example.com",
        displayName: expect.any(String),
      });
    }
    const done = await complete(handle, undefined, true);
    expect(done.returnTo).toBe("/");
    expect(await newest()).toMatchObject({ detail: { startedBy: "identity_provider" } });
  });
});

describe("a test sign-in", () => {
  const admin = () => world.person({ groups: ["rolebridge-admins"] });

  test("shows the identity and what it would get, and signs nobody in", async () => {
    const { target } = await newEntitlement(world, "engineering");
    const actor = await admin();
    const binding = browser();
    const id = await start(binding, { purpose: "test", actor });
    const { handle } = await accept(answer(id));
    for (const consented of [false, true]) {
      const waiting = await tryToComplete(handle, binding, consented);
      expect(waiting).toMatchObject({ waitsFor: "test", connection: { slug: SLUG } });
    }
    const result = await signIn.completeTest(actor, { handle, browserBinding: binding });
    expect(result.identity.username).toBe("user@example.com");
    expect(result.entitlements.map((entitlement) => entitlement.id)).toContain(target.id);
    expect(await newest()).toMatchObject({ action: "login.tested", actor: { id: actor.personId } });
  });

  test("is for administrators: others are refused, and that is audited", async () => {
    const auditor = await world.person({ groups: ["rolebridge-auditors"] });
    const refusal = await refusalOf(start(browser(), { purpose: "test", actor: auditor }));
    expect(refusal.code).toBe("access.not_administrator");
    expect(await newest()).toMatchObject({
      action: "admin.refused",
      detail: { attempted: "connections.test" },
    });
    expect((await refusalOf(start(browser(), { purpose: "test" }))).code).toBe("access.signed_out");
  });
});

describe("OpenID Connect sign-in", () => {
  const ISSUER = "https://issuer.example.com";
  const claims = (change: object = {}) => ({
    iss: ISSUER,
    sub: "s-1",
    preferred_username: "ada@example.com",
    groups: ["engineering"],
    ...change,
  });
  const slug = `oidc-${randomUUID().slice(0, 8)}`;
  beforeAll(async () => {
    await world.database.connections.create(oidcConnection({ slug, issuer: ISSUER }));
  });
  const finish = (change: object = {}, returnTo = "/admin/audit") =>
    signIn.completeOidc({ slug, claims: claims(change), returnTo, origin });

  test("ends in a session, and returns to our own pages only", async () => {
    const signedIn = await finish();
    expect(signedIn.returnTo).toBe("/admin/audit");
    expect(await sessions.actorOfSession(signedIn.appSessionId, origin)).toMatchObject({
      identity: { connection: slug, username: "ada@example.com", groups: ["engineering"] },
    });
    expect((await finish({}, "//evil.example")).returnTo).toBe("/");
  });

  test("the same username through two connections is two people with two session names", async () => {
    const oidc = await sessions.actorOfSession(
      (await finish({ preferred_username: "user@example.com" })).appSessionId,
      origin,
    );
    const binding = browser();
    const { handle } = await accept(answer(await start(binding)));
    const saml = await sessions.actorOfSession((await complete(handle, binding)).appSessionId, origin);
    expect(oidc?.identity.username).toBe(saml?.identity.username);
    expect(oidc?.personId).not.toBe(saml?.personId);
    expect(oidc?.sessionName.toLowerCase()).not.toBe(saml?.sessionName.toLowerCase());
  });

  test("claims of another issuer are refused, and that is audited", async () => {
    const refusal = await refusalOf(finish({ iss: `${ISSUER}/` }));
    expect(refusal).toMatchObject({ code: "signin.response_refused", reason: "issuer_mismatch" });
    expect(await newest()).toMatchObject({ action: "login.refused", detail: { reason: "issuer_mismatch" } });
  });

  test("what failed inside the protocol is audited for connections that exist", async () => {
    await signIn.recordOidcFailure({ slug, reason: "state_mismatch", origin });
    expect(await newest()).toMatchObject({ action: "login.refused", detail: { reason: "state_mismatch" } });
    const { length } = await world.events();
    await signIn.recordOidcFailure({ slug: "made-up", reason: "state_mismatch", origin });
    expect(await world.events()).toHaveLength(length);
  });

  test("the client secret is handed to the protocol and printed nowhere", async () => {
    const metadata = {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/auth`,
      token_endpoint: `${ISSUER}/token`,
      jwks_uri: `${ISSUER}/jwks`,
      response_types_supported: ["code"],
    };
    world.documents.set(`${ISSUER}/.well-known/openid-configuration`, JSON.stringify(metadata));
    const provider = await signIn.oidcProvider(slug);
    expect(provider.metadata.tokenEndpoint).toBe(`${ISSUER}/token`);
    expect(provider.clientSecret.reveal()).toBe("canary-client-secret");
    expect(JSON.stringify(provider)).not.toContain("canary");
  });
});

describe("app sessions", () => {
  async function signedIn(): Promise<string> {
    const binding = browser();
    const { handle } = await accept(answer(await start(binding)));
    return (await complete(handle, binding)).appSessionId;
  }

  test("end by signing out, which is audited, and at once", async () => {
    const id = await signedIn();
    const actor = await sessions.actorOfSession(id, origin);
    if (!actor) throw new Error("signed in a moment ago");
    await sessions.signOut(actor);
    expect(await sessions.actorOfSession(id, origin)).toBeUndefined();
    expect(await newest()).toMatchObject({ action: "session.ended", actor: { id: actor.personId } });
  });

  test("end when nobody uses them for as long as configured, and live on while somebody does", async () => {
    const id = await signedIn();
    world.advance(3_000);
    expect(await sessions.actorOfSession(id, origin)).toBeDefined();
    world.advance(3_000);
    expect(await sessions.actorOfSession(id, origin)).toBeDefined();
    world.advance(3_601);
    expect(await sessions.actorOfSession(id, origin)).toBeUndefined();
  });

  test("are nobody's without a session of that id", async () => {
    for (const id of [randomUUID(), "", "no uuid", "\0"]) {
      expect(await sessions.actorOfSession(id, origin)).toBeUndefined();
    }
  });

  test("a bearer token is worth something only when its hash is configured", async () => {
    const refusal = await refusalOf(sessions.actorOfToken(new Secret(""), origin));
    expect(refusal.code).toBe("access.token_invalid");
  });
});
