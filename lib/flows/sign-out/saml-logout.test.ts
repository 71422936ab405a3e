import { randomBytes, randomUUID } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  byPost,
  byRedirect,
  LOGOUT_REQUEST,
  LOGOUT_RESPONSE,
  LOGOUT_URL,
  signedQuery,
} from "../../saml/fixtures/logout";
import { edit, editAll, GENUINE, IDP, NOW, REQUEST_ID, SP, sign } from "../../saml/fixtures/message";
import { certificateBase64 } from "../../saml/fixtures/test-keys";
import { IDP_SETTINGS, testVerifier } from "../../saml/fixtures/verify-fixture";
import type { LogoutMessage } from "../../saml/logout/send";
import { type CarriedLogout, verifyLogout } from "../../saml/logout/verify-logout";
import { HTTP_POST, HTTP_REDIRECT } from "../../saml/namespaces";
import { Secret } from "../../secret/secret";
import { sessionOf } from "../fixtures/session-of";
import { openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "../fixtures/world";
import type { SessionUseCases } from "../sessions/session-use-cases";
import { sessionUseCases } from "../sessions/sessions";
import { signInUseCases } from "../sign-in/sign-in";
import type { SignInUseCases } from "../use-cases";
import { signOutUseCases } from "./sign-out";
import type { SignOutUseCases } from "./sign-out-use-cases";

vi.mock("../../log/log", () => ({ log: { warn: vi.fn(), error: vi.fn() } }));

const origin = REQUEST_ORIGIN;
const SLO = "https://idp.example.com/slo";
const verifier = testVerifier();

let world: World;
let signIn: SignInUseCases;
let signOut: SignOutUseCases;
let sessions: SessionUseCases;
beforeAll(async () => {
  world = await openWorld();
  signIn = signInUseCases(world.context);
  signOut = signOutUseCases(world.context);
  sessions = sessionUseCases(world.context);
  await publish({ binding: HTTP_REDIRECT, location: SLO });
});
afterEach(async () => {
  world.failAudit(undefined);
  world.advance((NOW.getTime() - world.now().getTime()) / 1_000);
  await publish({ binding: HTTP_REDIRECT, location: SLO });
});
afterAll(async () => {
  await verifier.close();
  await world.close();
});

/** What the identity provider's metadata says of logout from now on. */
async function publish(
  singleLogoutService: (typeof IDP_SETTINGS)["singleLogoutService"] | undefined,
  change: { readonly enabled?: boolean; readonly certificates?: readonly string[] } = {},
) {
  const { id, ...draft } = world.connection;
  if (draft.kind !== "saml") throw new Error("the fixture is a SAML connection");
  const { certificates = IDP_SETTINGS.signingCertificates, ...more } = change;
  const samlIdp = {
    ...IDP_SETTINGS,
    signingCertificates: certificates,
    ...(singleLogoutService && { singleLogoutService }),
  };
  await world.database.connections.update(id, { ...draft, ...more, samlIdp });
}

interface Login {
  readonly nameId?: string;
  readonly sessionIndex?: string;
}

/** A login that waits for its browser. */
async function accepted({ nameId = "user@example.com", sessionIndex = "_session-1" }: Login = {}) {
  const binding = new Secret(randomBytes(32).toString("base64url"));
  const start = await signIn.startSaml({
    slug: SLUG,
    returnTo: "/",
    purpose: "session",
    browserBinding: binding,
    actor: undefined,
    origin,
  });
  const asked = new URL(start.url).searchParams.get("SAMLRequest") ?? "";
  const id = / ID="([^"]+)"/.exec(inflateRawSync(Buffer.from(asked, "base64")).toString())?.[1] ?? "";
  const about = edit(
    edit(GENUINE, ">user@example.com</saml:NameID>", `>${nameId}</saml:NameID>`),
    "_session-1",
    sessionIndex,
  );
  const xml = editAll(editAll(about, "_assertion-1", `_${randomUUID()}`), REQUEST_ID, id);
  const samlResponse = new Secret(Buffer.from(sign(xml, "Assertion")).toString("base64"));
  const { handle } = await signIn.acceptSamlResponse({
    slug: SLUG,
    samlResponse,
    relayState: undefined,
    origin,
  });
  return async () =>
    sessionOf(await signIn.completeSignIn({ handle, browserBinding: binding, consented: false, origin }));
}

async function newSession(login?: Login): Promise<string> {
  return (await (await accepted(login))()).appSessionId;
}
const actorOf = (id: string) => sessions.actorOfSession(id, origin);
const isOpen = async (id: string) => (await actorOf(id)) !== undefined;

async function newActor(login?: Login) {
  const actor = await actorOf(await newSession(login));
  if (actor === undefined) throw new Error("nobody is signed in");
  return actor;
}

/** A LogoutRequest with an id of its own. */
const request = (change: (xml: string) => string = (xml) => xml) =>
  change(edit(LOGOUT_REQUEST, "_logout-1", `_${randomUUID()}`));
const forEverything = (xml: string) => edit(xml, "<samlp:SessionIndex>_session-1</samlp:SessionIndex>", "");
const take = (carried: CarriedLogout, slug = SLUG) => signOut.acceptSamlLogout({ slug, carried, origin });
const newest = async () => (await world.events())[0];

/** What a provider that knows our metadata makes of a message of ours. */
async function asProvider(message: LogoutMessage | undefined, address = SLO) {
  if (message === undefined) throw new Error("there is no message");
  const published = await world.context.keyrings["saml-sp"].published();
  const carried: CarriedLogout =
    message.method === "GET"
      ? { binding: "redirect", query: message.url.slice(message.url.indexOf("?") + 1) }
      : { binding: "post", fields: message.fields };
  const idp = {
    ...IDP_SETTINGS,
    entityId: SP,
    signingCertificates: published.map(({ certificate }) => certificate),
  };
  return verifyLogout({ carried, idp, logoutUrl: address, now: world.now(), clockSkewSeconds: 60 }, verifier);
}

describe("a LogoutRequest of the identity provider", () => {
  test.each([
    ["by redirect", (xml: string) => byRedirect(signedQuery(xml, { relayState: "back" }))],
    ["by POST", (xml: string) => byPost(xml)],
  ])("%s ends the session it names at once, and is answered by a signed message", async (_, carry) => {
    const [meant, elsewhere] = [await newSession(), await newSession({ sessionIndex: "_session-2" })];
    const xml = request();
    const carried = carry(xml);
    const done = await take(carried);
    expect([await isOpen(meant), await isOpen(elsewhere)]).toEqual([false, true]);
    expect(await sessions.endOfSession(meant)).toBe("access.ended_by_provider");
    expect(done.kind).toBe("request");
    expect(await asProvider(done.kind === "request" ? done.answer : undefined)).toMatchObject({
      kind: "response",
      issuer: SP,
      inResponseTo: / ID="([^"]+)"/.exec(xml)?.[1],
      status: "success",
      relayState: carried.binding === "redirect" ? "back" : undefined,
    });
    expect(await newest()).toMatchObject({
      action: "logout.accepted",
      outcome: "success",
      object: { kind: "connection", name: SLUG },
      detail: { protocol: "saml", sessions: 1, usernames: ["user@example.com"], allOfThePerson: false },
    });
  });

  test("that names no session ends all of the person, and nobody else's (S66)", async () => {
    const mine = [await newSession(), await newSession({ sessionIndex: "_session-2" })];
    const other = await newSession({ nameId: "other@example.com" });
    await take(byRedirect(signedQuery(request(forEverything))));
    expect(await Promise.all([...mine, other].map(isOpen))).toEqual([false, false, true]);
    expect(await newest()).toMatchObject({ detail: { allOfThePerson: true } });
  });

  test("S66 about another person, in another format or within another qualifier ends nothing", async () => {
    const session = await newSession();
    const changes = [
      (xml: string) => edit(xml, ">user@", ">USER@"),
      (xml: string) => edit(xml, "nameid-format:emailAddress", "nameid-format:unspecified"),
      (xml: string) => edit(xml, "<saml:NameID ", '<saml:NameID NameQualifier="https://other.example" '),
    ];
    for (const change of changes) {
      await take(byRedirect(signedQuery(request((xml) => change(forEverything(xml))))));
      expect(await newest()).toMatchObject({ action: "logout.accepted", detail: { sessions: 0 } });
    }
    expect(await isOpen(session)).toBe(true);
    // The qualifiers that every provider may leave out: its own name and ours.
    const named = `<saml:NameID NameQualifier="${IDP}" SPNameQualifier="${SP}" `;
    await take(byRedirect(signedQuery(request((xml) => edit(xml, "<saml:NameID ", named)))));
    expect(await isOpen(session)).toBe(false);
  });

  test("S66 works once: sent again it ends nothing, not twenty times at the same time either", async () => {
    const carried = byRedirect(signedQuery(request()));
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take(carried)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const session = await newSession();
    expect(await refusalOf(take(carried))).toMatchObject({
      code: "signout.message_refused",
      reason: "used_before",
    });
    expect(await isOpen(session)).toBe(true);
    expect(await newest()).toMatchObject({ action: "logout.refused", detail: { reason: "used_before" } });
  });

  test.each([
    ["S65 unsigned", () => byRedirect(signedQuery(request()).split("&SigAlg")[0] ?? ""), "signature_missing"],
    ["S65 signed by a stranger", () => byPost(request(), { key: "attacker" }), "signature_invalid"],
    [
      "S66 that is over",
      () => byPost(request((xml) => edit(xml, "T09:04:58Z", "T08:58:00Z"))),
      "logout_expired",
    ],
    [
      "S40 for another connection of ours",
      () => byPost(request((xml) => edit(xml, "/acme/", "/other/"))),
      "destination_mismatch",
    ],
    [
      "S43 of another provider",
      () => byPost(request((xml) => edit(xml, `>${IDP}<`, ">https://x.example<"))),
      "issuer_mismatch",
    ],
  ])("%s is refused, audited, and ends nothing", async (_, carried, reason) => {
    const session = await newSession();
    const refusal = await refusalOf(take(carried()));
    expect(refusal).toMatchObject({ code: "signout.message_refused", reason });
    expect(await isOpen(session)).toBe(true);
    expect(await newest()).toMatchObject({
      action: "logout.refused",
      outcome: "refused",
      actor: { kind: "anonymous" },
      detail: { protocol: "saml", code: "signout.message_refused", reason },
    });
  });

  test("S29 signed with a key that an administrator took away is refused from that moment", async () => {
    const session = await newSession();
    await publish(undefined, { certificates: [certificateBase64("other-idp")] });
    expect(await refusalOf(take(byPost(request())))).toMatchObject({ reason: "signature_invalid" });
    expect(await isOpen(session)).toBe(true);
  });

  test("ends a login that still waits for its browser", async () => {
    const complete = await accepted({ sessionIndex: "_session-9" });
    await take(byPost(request((xml) => edit(xml, "_session-1", "_session-9"))));
    expect((await refusalOf(complete())).code).toBe("signin.request_unknown");
  });

  test("is heeded by a disabled connection, so that enabling it signs nobody in again", async () => {
    const session = await newSession();
    await publish(undefined, { enabled: false });
    await take(byPost(request()));
    await publish(undefined);
    expect(await isOpen(session)).toBe(false);
  });

  test("is answered where the provider takes answers, and not at all where it takes none", async () => {
    const responseLocation = "https://idp.example.com/answers";
    await publish({ binding: HTTP_POST, location: SLO, responseLocation });
    const done = await take(byPost(request()));
    const answer = done.kind === "request" ? done.answer : undefined;
    expect(answer).toMatchObject({ method: "POST", url: responseLocation });
    expect(await asProvider(answer, responseLocation)).toMatchObject({ kind: "response" });
    await publish(undefined);
    expect(await take(byPost(request()))).toEqual({ kind: "request" });
  });

  test("ends the session even when the audit cannot be written, and then gives no answer", async () => {
    const session = await newSession();
    world.failAudit("logout.accepted");
    expect((await refusalOf(take(byPost(request())))).code).toBe("store.unavailable");
    expect(await isOpen(session)).toBe(false);
  });

  test("for a connection that is not there is nobody's", async () => {
    expect((await refusalOf(take(byPost(request()), "nobody"))).code).toBe("signin.connection_unknown");
  });
});

describe("signing out here", () => {
  test("ends our session first and asks the identity provider by a signed message about exactly this one", async () => {
    const actor = await newActor();
    const onward = await signOut.everywhere(actor);
    expect(await isOpen(actor.appSessionId)).toBe(false);
    expect(onward?.displayName).toBe("Acme");
    expect(await asProvider(onward?.message)).toMatchObject({
      kind: "request",
      issuer: SP,
      nameId: {
        value: "user@example.com",
        format: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
      },
      sessionIndexes: ["_session-1"],
    });
    expect(await newest()).toMatchObject({
      action: "session.ended",
      actor: { kind: "person", name: "user@example.com" },
    });
  });

  test("asks by a form where the provider takes nothing else", async () => {
    await publish({ binding: HTTP_POST, location: SLO });
    const onward = await signOut.everywhere(await newActor());
    expect(onward?.message).toMatchObject({ method: "POST", url: SLO });
    expect(await asProvider(onward?.message)).toMatchObject({ kind: "request" });
  });

  test("asks nobody where the provider offers no logout", async () => {
    await publish(undefined);
    expect(await signOut.everywhere(await newActor())).toBeUndefined();
  });

  test("signs out here whatever goes wrong with the message", async () => {
    const actor = await newActor();
    const broken = signOutUseCases({
      ...world.context,
      logouts: {
        ...world.context.logouts,
        createRequest: () => Promise.reject(new Error("the database went away")),
      },
    });
    expect(await broken.everywhere(actor)).toBeUndefined();
    expect(await isOpen(actor.appSessionId)).toBe(false);
  });

  test("signs with a key of its own, which AWS is never told of, and AWS's keys sign no logout (I07)", async () => {
    const certificatesOf = async (purpose: "saml-sp" | "aws-saml") =>
      (await world.context.keyrings[purpose].published()).map(({ certificate }) => certificate);
    const [ours] = await certificatesOf("saml-sp");
    expect(await certificatesOf("aws-saml")).not.toContain(ours);
    expect(await signIn.serviceProviderMetadata(SLUG)).toContain(ours);
    const onward = await signOut.everywhere(await newActor());
    const idp = { ...IDP_SETTINGS, entityId: SP, signingCertificates: await certificatesOf("aws-saml") };
    const url = onward?.message.url ?? "";
    const carried = { binding: "redirect", query: url.slice(url.indexOf("?") + 1) } as const;
    const judged = verifyLogout({ carried, idp, logoutUrl: SLO, now: NOW, clockSkewSeconds: 60 }, verifier);
    expect(await refusalOf(judged)).toMatchObject({ reason: "signature_invalid" });
  });
});

describe("the identity provider's answer", () => {
  async function asked(): Promise<string> {
    const message = await asProvider((await signOut.everywhere(await newActor()))?.message);
    return message.id;
  }
  const answer = (id: string) => edit(edit(LOGOUT_RESPONSE, "_asked-1", id), "_answer-1", `_${randomUUID()}`);

  test.each([
    ["by redirect", (xml: string) => byRedirect(signedQuery(xml))],
    ["by POST", (xml: string) => byPost(xml)],
  ])("%s is taken once, and is in the audit", async (_, carry) => {
    const carried = carry(answer(await asked()));
    expect(await take(carried)).toEqual({ kind: "response", status: "success" });
    expect(await newest()).toMatchObject({ action: "logout.answered", detail: { status: "success" } });
    expect(await refusalOf(take(carried))).toMatchObject({ reason: "in_response_to_unknown" });
  });

  test("to nothing we asked, unsigned, by a stranger or too late is refused", async () => {
    expect(await refusalOf(take(byPost(answer("_never"))))).toMatchObject({
      reason: "in_response_to_unknown",
    });
    const id = await asked();
    const unsigned = signedQuery(answer(id)).split("&SigAlg")[0] ?? "";
    expect(await refusalOf(take(byRedirect(unsigned)))).toMatchObject({ reason: "signature_missing" });
    expect(await refusalOf(take(byPost(answer(id), { key: "attacker" })))).toMatchObject({
      reason: "signature_invalid",
    });
    world.advance(601);
    const late = editAll(answer(id), "2026-03-02T08:59:58Z", "2026-03-02T09:10:00Z");
    expect(await refusalOf(take(byPost(late)))).toMatchObject({ reason: "in_response_to_unknown" });
  });

  test("goes to the address that our metadata names", () => {
    expect(LOGOUT_URL).toBe(`${new URL(SP).origin}/saml/${SLUG}/logout`);
  });
});
