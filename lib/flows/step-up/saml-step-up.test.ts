import { randomBytes, randomUUID } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "../../identity/actor";
import { edit, editAll, GENUINE, REQUEST_ID, sign } from "../../saml/fixtures/message";
import { Secret } from "../../secret/secret";
import { sessionOf } from "../fixtures/session-of";
import { openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "../fixtures/world";
import type { SessionUseCases } from "../sessions/session-use-cases";
import { sessionUseCases } from "../sessions/sessions";
import { signInUseCases } from "../sign-in/sign-in";
import type { SignInUseCases } from "../use-cases";
import type { StepUpWish } from "./answer";

let world: World;
let signIn: SignInUseCases;
let sessions: SessionUseCases;
beforeAll(async () => {
  world = await openWorld();
  signIn = signInUseCases(world.context);
  sessions = sessionUseCases(world.context);
});
afterAll(() => world.close());

const origin = REQUEST_ORIGIN;
const browser = new Secret(randomBytes(32).toString("base64url"));
const PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
const BEFORE = "2026-03-02T08:30:00Z";
const JUST_NOW = "2026-03-02T08:59:59Z";

interface Answer {
  readonly at?: string;
  readonly context?: string;
  readonly nameId?: string;
}

/** What the identity provider posts for this request: the genuine login, which it says was at half past eight. */
function answer(requestId: string, { at = BEFORE, context = PASSWORD, nameId }: Answer): Secret {
  const fresh = editAll(editAll(GENUINE, "_assertion-1", `_${randomUUID()}`), REQUEST_ID, requestId);
  const authenticated = edit(
    edit(fresh, `AuthnInstant="${BEFORE}"`, `AuthnInstant="${at}"`),
    PASSWORD,
    context,
  );
  const about =
    nameId === undefined
      ? authenticated
      : edit(authenticated, ">user@example.com</saml:NameID>", `>${nameId}</saml:NameID>`);
  return new Secret(Buffer.from(sign(about, "Assertion")).toString("base64"));
}

async function start(stepUp?: StepUpWish, actor?: PersonActor) {
  const wish = { slug: SLUG, returnTo: "/access/42", purpose: "session", stepUp, actor } as const;
  const { url } = await signIn.startSaml({ ...wish, browserBinding: browser, origin });
  const message = new URL(url).searchParams.get("SAMLRequest") ?? "";
  const xml = inflateRawSync(Buffer.from(message, "base64")).toString("utf8");
  return { xml, id: / ID="([^"]+)"/.exec(xml)?.[1] ?? "" };
}

async function signedIn(id: string, how: Answer) {
  const samlResponse = answer(id, how);
  const { handle } = await signIn.acceptSamlResponse({
    slug: SLUG,
    samlResponse,
    relayState: undefined,
    origin,
  });
  return sessionOf(
    await signIn.completeSignIn({ handle, browserBinding: browser, consented: false, origin }),
  );
}

async function somebody(): Promise<PersonActor> {
  const { appSessionId } = await signedIn((await start()).id, {});
  const actor = await sessions.actorOfSession(appSessionId, origin);
  if (actor === undefined) throw new Error("nobody is signed in");
  return actor;
}

test("an app session knows when and how the identity provider signed the person in", async () => {
  expect((await somebody()).authentication).toEqual({ at: new Date(BEFORE), context: PASSWORD, methods: [] });
  expect((await world.events())[0]?.detail).toMatchObject({ authentication: { context: PASSWORD } });
});

describe("a step-up by SAML", () => {
  test("forces a new authentication, and asks for the contexts that the connection names", async () => {
    expect((await start()).xml).not.toContain("ForceAuthn");
    const actor = await somebody();
    const plain = await start("sign_in", actor);
    expect(plain.xml).toContain('ForceAuthn="true"');
    expect(plain.xml).not.toContain("RequestedAuthnContext");
    const { id, ...draft } = world.connection;
    const mfa = { claims: ["mfa"], request: ["https://refeds.org/profile/mfa"] };
    await world.database.connections.update(id, { ...draft, mfa });
    expect((await start("mfa", actor)).xml).toContain(
      '<samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>https://refeds.org/profile/mfa</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>',
    );
    await world.database.connections.update(id, draft);
  });

  test("ends in a fresh session, exactly where the person was", async () => {
    const actor = await somebody();
    const { id } = await start("mfa", actor);
    const done = await signedIn(id, { at: JUST_NOW, context: "mfa" });
    expect(done.returnTo).toBe("/access/42");
    expect(done.appSessionId).not.toBe(actor.appSessionId);
    expect(await sessions.actorOfSession(done.appSessionId, origin)).toMatchObject({
      personId: actor.personId,
      authentication: { at: new Date(JUST_NOW), context: "mfa" },
    });
  });

  test.each([
    [
      "an identity provider that ignores ForceAuthn",
      {},
      "stepup.sign_in_not_fresh",
      "sign_in_before_the_request",
    ],
    [
      "somebody else",
      { at: JUST_NOW, nameId: "eve@example.com" },
      "stepup.other_person",
      "step_up_of_another_person",
    ],
    [
      "a fresh sign-in that states no second factor",
      { at: JUST_NOW },
      "stepup.mfa_not_stated",
      "second_factor_not_stated",
    ],
  ])("refuses %s, and nothing changes", async (_, how, code, reason) => {
    const actor = await somebody();
    const { id } = await start("mfa", actor);
    const refusal = await refusalOf(signedIn(id, how));
    expect(refusal).toMatchObject({ code, reason, link: "/access/42" });
    expect((await world.events())[0]).toMatchObject({ action: "login.refused", detail: { code, reason } });
    expect((await sessions.actorOfSession(actor.appSessionId, origin))?.authentication).toEqual(
      actor.authentication,
    );
  });

  test("cannot be begun at a connection that is not the person's own", async () => {
    const actor = await somebody();
    const elsewhere = { ...actor, identity: { ...actor.identity, connection: "other" } };
    expect((await refusalOf(start("sign_in", elsewhere))).code).toBe("stepup.other_person");
  });

  test("of nobody is a first sign-in that is forced", async () => {
    const { xml, id } = await start("sign_in");
    expect(xml).toContain('ForceAuthn="true"');
    const done = await signedIn(id, {});
    expect((await sessions.actorOfSession(done.appSessionId, origin))?.authentication.at).toEqual(
      new Date(BEFORE),
    );
  });
});
