import { randomBytes, randomUUID } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { TargetOf } from "../../entitlements/model";
import type { PersonActor } from "../../identity/actor";
import { type ForAws, RELAY, responseForAws } from "../../saml/fixtures/for-aws";
import { NOW } from "../../saml/fixtures/message";
import { Secret } from "../../secret/secret";
import { accessUseCases } from "../access/access";
import { newEntitlement, openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "../fixtures/world";
import type { SessionUseCases } from "../sessions/session-use-cases";
import { sessionUseCases } from "../sessions/sessions";
import type { AccessUseCases, SignInUseCases } from "../use-cases";
import { signInUseCases } from "./sign-in";

let world: World;
let signIn: SignInUseCases;
let sessions: SessionUseCases;
let access: AccessUseCases;
beforeAll(async () => {
  world = await openWorld();
  signIn = signInUseCases(world.context);
  sessions = sessionUseCases(world.context);
  access = accessUseCases(world.context);
});
afterEach(async () => {
  world.failAudit(undefined);
  world.advance((NOW.getTime() - world.now().getTime()) / 1_000);
  await setIdpInitiated(false);
});
afterAll(() => world.close());

const origin = REQUEST_ORIGIN;
const browser = () => new Secret(randomBytes(32).toString("base64url"));
const newest = async () => (await world.events())[0];
async function setIdpInitiated(allowIdpInitiated: boolean) {
  const { id, ...draft } = world.connection;
  if (draft.kind !== "saml") throw new Error("the connection of the fixtures is SAML");
  await world.database.connections.update(id, { ...draft, allowIdpInitiated });
}

/** A target of an account of its own that the group may use, and the value of the Role attribute that opens it. */
async function relayTarget(change: Partial<TargetOf<"saml-relay">> = {}) {
  const { account, target } = await newEntitlement(world, "engineering");
  const providerArn = `arn:aws:iam::${account.accountId}:saml-provider/Company`;
  const { id, ...draft } = target;
  const relayed: Omit<TargetOf<"saml-relay">, "id"> = {
    ...draft,
    kind: "saml-relay",
    sourceIdentity: false,
    providerArn,
    relayConnection: SLUG,
    ...change,
  };
  await world.database.targets.update(id, relayed);
  return { id, role: `${target.roleArn},${providerArn}` };
}

async function start(browserBinding: Secret, returnTo = "/access/some") {
  const begun = await signIn.startSaml({
    slug: SLUG,
    returnTo,
    purpose: "session",
    relay: "aws",
    browserBinding,
    actor: undefined,
    origin,
  });
  const message = new URL(begun.url).searchParams.get("SAMLRequest") ?? "";
  const xml = inflateRawSync(Buffer.from(message, "base64")).toString("utf8");
  return { xml, id: / ID="([^"]+)"/.exec(xml)?.[1] ?? "" };
}

const SOME_ROLE = "arn:aws:iam::111122223333:role/One,arn:aws:iam::111122223333:saml-provider/Company";
const message = (change: Partial<ForAws> = {}) =>
  responseForAws({ assertionId: `_${randomUUID()}`, roles: [SOME_ROLE], ...change });
const relay = (samlResponse: string) =>
  signIn.acceptRelayedResponse({ slug: SLUG, samlResponse: new Secret(samlResponse), origin });
const complete = (
  handle: Secret,
  browserBinding: Secret | undefined,
  actor?: PersonActor,
  consented = false,
) => signIn.completeSignIn({ handle, browserBinding, consented, actor, origin });

/** Signs in by the relay; gives the actor and what was posted. */
async function signedInByRelay(change: Partial<ForAws> = {}) {
  const binding = browser();
  const { id } = await start(binding);
  const assertionId = `_${randomUUID()}`;
  const posted = message({ inResponseTo: id, assertionId, ...change });
  const { handle } = await relay(posted);
  const done = await complete(handle, binding);
  const actor = await sessions.actorOfSession(done.appSessionId, origin);
  if (actor === undefined) throw new Error("nobody is signed in");
  return { actor, posted, assertionId, done };
}

describe("an assertion for AWS that the company's identity provider delivers to us", () => {
  test("signs in, and its exact bytes buy the session; request and answer name the same assertion (I08)", async () => {
    const { id, role } = await relayTarget();
    const { actor, posted, assertionId, done } = await signedInByRelay({ roles: [role, SOME_ROLE] });
    expect(done.returnTo).toBe("/access/some");
    expect(await newest()).toMatchObject({
      action: "relay.received",
      actor: { name: "user@example.com" },
      detail: { proofId: assertionId, roles: [role, SOME_ROLE], expiresAt: "2026-03-02T09:04:57.000Z" },
    });
    await access.issueCredentials(actor, { entitlementId: id });
    const asked = world.stsRequests.at(-1);
    expect(asked?.samlAssertion.reveal()).toBe(posted);
    expect(`${asked?.roleArn},${asked?.principalArn}`).toBe(role);
    expect(await newest()).toMatchObject({ action: "credentials.issued", detail: { proofId: assertionId } });
    expect(JSON.stringify(await world.events())).not.toContain(posted.slice(200, 260));
  });

  test("opens the console by a form with the same bytes", async () => {
    const { id, role } = await relayTarget();
    const { actor, posted, assertionId } = await signedInByRelay({ roles: [role] });
    const opened = await access.openConsole(actor, { entitlementId: id });
    if (opened.method !== "POST") throw new Error("expected a form");
    expect(opened.fields.SAMLResponse.reveal()).toBe(posted);
    expect(opened.expiresAt).toEqual(new Date("2026-03-02T09:04:57Z"));
    expect(await newest()).toMatchObject({ action: "console.issued", detail: { proofId: assertionId } });
  });

  test("is posted to the consumer of AWS that it names, and never to another partition's", async () => {
    const { id, role } = await relayTarget();
    const recipient = "https://signin.aws.amazon.com/saml/acs/SAMLSPABC123";
    const { actor } = await signedInByRelay({ roles: [role], recipient });
    expect(await access.openConsole(actor, { entitlementId: id })).toMatchObject({ url: recipient });
    const target = await relayTarget();
    const gov = await signedInByRelay({
      roles: [target.role],
      recipient: "https://signin.amazonaws-us-gov.com/saml",
      audience: "urn:amazon:webservices:govcloud",
    });
    const refusal = await refusalOf(access.openConsole(gov.actor, { entitlementId: target.id }));
    expect(refusal).toMatchObject({ code: "issuance.console_unavailable", reason: "recipient_elsewhere" });
  });

  test("is told beforehand: that one must be fetched, until when one will do, and that it lacks the role", async () => {
    const { id, role } = await relayTarget();
    const viewOf = async (actor: PersonActor) => {
      const { items } = await access.listEntitlements(actor, { limit: 1000 });
      return items.find((item) => item.id === id)?.relay;
    };
    const link = `/saml/${SLUG}/login?relay=aws&returnTo=%2Faccess%2F${id}`;
    const fresh = await signedInByRelay({ roles: [role] });
    expect(await viewOf(fresh.actor)).toEqual({ link, freshUntil: new Date("2026-03-02T09:04:57Z") });
    world.advance(298);
    expect(await viewOf(fresh.actor)).toEqual({ link });
    world.advance(-298);
    const nobody = await world.person({ groups: ["engineering"] });
    expect(await viewOf(nobody)).toEqual({ link });
    const { id: unnamed } = await relayTarget();
    const { items } = await access.listEntitlements(fresh.actor, { limit: 1000 });
    expect(items.find((item) => item.id === unnamed)?.relay).toMatchObject({ lacksRole: true });
  });

  test("is asked for in AWS's name with our relay as consumer, so that the provider finds its app for AWS", async () => {
    const { xml } = await start(browser());
    expect(xml).toContain("<saml:Issuer>urn:amazon:webservices</saml:Issuer>");
    expect(xml).toContain(`AssertionConsumerServiceURL="${RELAY}"`);
  });

  test.each<[string, Partial<ForAws>]>([
    ["our relay", {}],
    ["AWS's own consumer", { destination: "https://signin.aws.amazon.com/saml" }],
    ["nothing", { destination: null }],
    ["a regional consumer as Recipient", { recipient: "https://eu-west-1.signin.aws.amazon.com/saml" }],
    ["a provider's own consumer", { recipient: "https://signin.aws.amazon.com/saml/acs/SAMLSPABC123" }],
    [
      "GovCloud",
      { audience: "urn:amazon:webservices:govcloud", recipient: "https://signin.amazonaws-us-gov.com/saml" },
    ],
  ])("is accepted when it is addressed to %s", async (_, change) => {
    const binding = browser();
    const { id } = await start(binding);
    await relay(message({ inResponseTo: id, ...change }));
  });

  test.each<[string, Partial<ForAws>, string]>([
    ["S40 another Destination", { destination: "https://evil.example/saml" }, "destination_mismatch"],
    [
      "S40 our login's consumer as Destination",
      { destination: RELAY.replace(/relay$/, "acs") },
      "destination_mismatch",
    ],
    ["S41 our relay as Recipient", { recipient: RELAY }, "recipient_mismatch"],
    [
      "S41 a Recipient that only begins like AWS's",
      { recipient: "https://signin.aws.amazon.com.evil.example/saml" },
      "recipient_mismatch",
    ],
    [
      "S41 AWS's host with another path",
      { recipient: "https://signin.aws.amazon.com/saml/../oauth" },
      "recipient_mismatch",
    ],
    ["S42 our own name as audience", { audience: RELAY.replace(/relay$/, "metadata") }, "audience_mismatch"],
    [
      "S42 an audience that only begins like AWS's",
      { audience: "urn:amazon:webservices:evil" },
      "audience_mismatch",
    ],
    [
      "S42 a second audience",
      {
        reshape: (xml) =>
          xml.replace("</saml:Audience>", "</saml:Audience><saml:Audience>urn:x</saml:Audience>"),
      },
      "element_duplicate",
    ],
    ["no Role at all", { roles: [] }, "no_role"],
    ["roles of which AWS would take none", { roles: ["arn:aws:iam::111122223333:role/One"] }, "no_role"],
    [
      "I02 three ARNs in one value",
      { roles: [`${SOME_ROLE},arn:aws:iam::111122223333:role/Admin`] },
      "no_role",
    ],
    [
      "role and provider of two accounts",
      { roles: ["arn:aws:iam::111122223333:role/One,arn:aws:iam::444455556666:saml-provider/Company"] },
      "no_role",
    ],
    ["no RoleSessionName", { sessionName: null }, "role_session_name"],
    ["more than AWS takes", { roles: Array.from({ length: 900 }, () => SOME_ROLE) }, "too_long"],
  ])("is refused with %s, and nothing is kept", async (_, change, reason) => {
    const { id } = await start(browser());
    expect(await refusalOf(relay(message({ inResponseTo: id, ...change })))).toMatchObject({ reason });
    expect(await newest()).toMatchObject({
      action: "login.refused",
      outcome: "refused",
      detail: { reason, relay: true },
    });
  });

  test("is refused when a role was changed after signing (S20)", async () => {
    const { id } = await start(browser());
    const xml = Buffer.from(message({ inResponseTo: id }), "base64").toString("utf8");
    const forged = xml.replace("role/One", "role/Two");
    expect(forged).not.toBe(xml);
    const refused = relay(Buffer.from(forged).toString("base64"));
    expect(await refusalOf(refused)).toMatchObject({ reason: "signature_invalid" });
  });

  test("is refused when AWS would no longer take it, though a login of that age would do", async () => {
    const { id } = await start(browser());
    const later = (xml: string) => xml.replaceAll("09:05:", "09:30:");
    const posted = message({ inResponseTo: id, reshape: later });
    world.advance(298);
    expect(await refusalOf(relay(posted))).toMatchObject({ code: "signin.relay_unusable", reason: "over" });
  });

  test("is not accepted at our own assertion consumer, nor a login at the relay (I06)", async () => {
    const { id } = await start(browser());
    const samlResponse = new Secret(
      message({ inResponseTo: id, destination: RELAY.replace(/relay$/, "acs") }),
    );
    const atLogin = signIn.acceptSamlResponse({ slug: SLUG, samlResponse, relayState: undefined, origin });
    expect(await refusalOf(atLogin)).toMatchObject({ reason: "recipient_mismatch" });
  });

  test("is used once: twenty posts at the same time sign in one (S47)", async () => {
    const { id } = await start(browser());
    const posted = message({ inResponseTo: id });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => relay(posted)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("answers a request of this connection and of this browser only (S44, S46)", async () => {
    expect(await refusalOf(relay(message({ inResponseTo: `_${randomUUID()}` })))).toMatchObject({
      reason: "in_response_to_unknown",
    });
    const { id } = await start(browser());
    const { handle } = await relay(message({ inResponseTo: id }));
    expect(await refusalOf(complete(handle, browser()))).toMatchObject({ code: "signin.request_unknown" });
  });
});

describe("an assertion for AWS that nobody asked for", () => {
  test("is refused unless the connection allows it", async () => {
    expect(await refusalOf(relay(message()))).toMatchObject({ reason: "in_response_to_missing" });
  });

  test("signs in after the person agreed, and is nobody's before that (S49)", async () => {
    await setIdpInitiated(true);
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay({ roles: [SOME_ROLE] });
    const { handle } = await relay(message({ roles: [role] }));
    expect(await signIn.pendingSignIn(handle)).toMatchObject({ needsConsent: true });
    expect(await refusalOf(complete(handle, undefined))).toMatchObject({ reason: "consent_missing" });
    const asked = access.issueCredentials(actor, { entitlementId: id });
    expect((await refusalOf(asked)).code).toBe("issuance.relay_role_missing");
    await complete(handle, undefined, undefined, true);
    await access.issueCredentials(actor, { entitlementId: id });
  });

  test("joins the session of the same person, whose groups stay what they were", async () => {
    await setIdpInitiated(true);
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay();
    const withoutGroups = (xml: string) => xml.replace('Name="groups"', 'Name="other"');
    const { handle } = await relay(message({ roles: [role], reshape: withoutGroups }));
    expect(await signIn.pendingSignIn(handle, actor)).toMatchObject({ needsConsent: false });
    const done = await complete(handle, undefined, actor);
    expect(done).toMatchObject({ appSessionId: actor.appSessionId, isKept: true });
    const after = await sessions.actorOfSession(actor.appSessionId, origin);
    expect(after?.identity.groups).toEqual(["engineering", "on-call"]);
    await access.issueCredentials(actor, { entitlementId: id });
  });

  test("does not join the session of somebody else, and gives them nothing", async () => {
    await setIdpInitiated(true);
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay();
    const { handle } = await relay(message({ roles: [role], nameId: "other@example.com" }));
    expect(await signIn.pendingSignIn(handle, actor)).toMatchObject({ needsConsent: true });
    for (const consented of [false, true]) {
      const refusal = await refusalOf(complete(handle, undefined, actor, consented));
      expect(refusal.code).toBe("signin.relay_of_another_person");
      expect(refusal.detail).toContain("other@example.com");
    }
    const asked = access.issueCredentials(actor, { entitlementId: id });
    expect((await refusalOf(asked)).code).toMatch(/^issuance\.relay_/);
  });
});

describe("a role that needs an assertion of the identity provider", () => {
  test("says so with a link that fetches one and comes back, before AWS is asked", async () => {
    const { id } = await relayTarget();
    const ada = await world.person({ groups: ["engineering"] });
    const before = world.stsRequests.length;
    for (const asked of [
      () => access.issueCredentials(ada, { entitlementId: id }),
      () => access.openConsole(ada, { entitlementId: id }),
    ]) {
      expect(await refusalOf(asked())).toMatchObject({
        code: "issuance.relay_needed",
        link: `/saml/${SLUG}/login?relay=aws&returnTo=%2Faccess%2F${id}`,
      });
    }
    expect(world.stsRequests).toHaveLength(before);
    expect(await newest()).toMatchObject({
      action: "console.refused",
      detail: { code: "issuance.relay_needed" },
    });
  });

  test("takes the one that is made out to the address of AWS that it names, and says when none is", async () => {
    const recipient = "https://signin.aws.amazon.com/saml/acs/SAMLSPABC123";
    const { id, role } = await relayTarget({ recipient });
    const elsewhere = await signedInByRelay({ roles: [role] });
    const before = world.stsRequests.length;
    const refused = await refusalOf(access.issueCredentials(elsewhere.actor, { entitlementId: id }));
    expect(refused).toMatchObject({
      code: "issuance.relay_recipient_wrong",
      detail: `What it sent for AWS is made out to https://signin.aws.amazon.com/saml; this role takes ${recipient}.`,
    });
    const { items } = await access.listEntitlements(elsewhere.actor, { limit: 1000 });
    expect(items.find((item) => item.id === id)?.relay).toMatchObject({ lacksRole: true });
    expect(world.stsRequests).toHaveLength(before);
    const fitting = await signedInByRelay({ roles: [role], recipient });
    await access.issueCredentials(fitting.actor, { entitlementId: id });
    expect(world.stsRequests.at(-1)?.samlAssertion.reveal()).toBe(fitting.posted);
  });

  test("takes nobody else's", async () => {
    const { id, role } = await relayTarget();
    await signedInByRelay({ roles: [role] });
    const other = await world.person({ groups: ["engineering"] });
    expect((await refusalOf(access.issueCredentials(other, { entitlementId: id }))).code).toBe(
      "issuance.relay_needed",
    );
  });

  test("takes it for five minutes from its making, and then it is deleted", async () => {
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay({ roles: [role] });
    world.advance(296);
    await access.issueCredentials(actor, { entitlementId: id });
    world.advance(1);
    expect((await refusalOf(access.issueCredentials(actor, { entitlementId: id }))).code).toBe(
      "issuance.relay_needed",
    );
    const { relayedAssertions, upkeep } = world.database;
    expect(await relayedAssertions.list(actor.personId, SLUG, NOW)).not.toEqual([]);
    await upkeep.deleteExpiredRelayed(world.now());
    expect(await relayedAssertions.list(actor.personId, SLUG, NOW)).toEqual([]);
  });

  test("nothing is handed over when the audit cannot say which assertion bought it", async () => {
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay({ roles: [role] });
    world.failAudit("credentials.issued");
    expect((await refusalOf(access.issueCredentials(actor, { entitlementId: id }))).code).toBe(
      "store.unavailable",
    );
  });

  test("a session id does not leave when the assertion that came with it cannot be audited", async () => {
    world.failAudit("relay.received");
    await expect(signedInByRelay()).rejects.toMatchObject({ code: "store.unavailable" });
  });
});
