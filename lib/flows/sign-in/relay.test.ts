import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { PersonActor } from "../../identity/actor";
import { type ForAws, RELAY } from "../../saml/fixtures/for-aws";
import { Secret } from "../../secret/secret";
import { browser, message, relayWorld, SOME_ROLE } from "../fixtures/relay-world";
import { REQUEST_ORIGIN, refusalOf, SLUG } from "../fixtures/world";

const { here, setIdpInitiated, relayTarget, start, relay, tryToComplete, complete, signedInByRelay, newest } =
  relayWorld();
const origin = REQUEST_ORIGIN;

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
    await here().access.issueCredentials(actor, { entitlementId: id });
    const asked = here().world.stsRequests.at(-1);
    expect(asked?.samlAssertion.reveal()).toBe(posted);
    expect(`${asked?.roleArn},${asked?.principalArn}`).toBe(role);
    expect(await newest()).toMatchObject({ action: "credentials.issued", detail: { proofId: assertionId } });
    expect(JSON.stringify(await here().world.events())).not.toContain(posted.slice(200, 260));
  });

  test("opens the console by a form with the same bytes", async () => {
    const { id, role } = await relayTarget();
    const { actor, posted, assertionId } = await signedInByRelay({ roles: [role] });
    const opened = await here().access.openConsole(actor, { entitlementId: id });
    if (opened.method !== "POST") throw new Error("expected a form");
    expect(opened.fields.SAMLResponse.reveal()).toBe(posted);
    expect(opened.expiresAt).toEqual(new Date("2026-03-02T09:04:57Z"));
    expect(await newest()).toMatchObject({ action: "console.issued", detail: { proofId: assertionId } });
  });

  test("is posted to the consumer of AWS that it names, and never to another partition's", async () => {
    const { id, role } = await relayTarget();
    const recipient = "https://signin.aws.amazon.com/saml/acs/SAMLSPABC123";
    const { actor } = await signedInByRelay({ roles: [role], recipient });
    expect(await here().access.openConsole(actor, { entitlementId: id })).toMatchObject({ url: recipient });
    const target = await relayTarget();
    const gov = await signedInByRelay({
      roles: [target.role],
      recipient: "https://signin.amazonaws-us-gov.com/saml",
      audience: "urn:amazon:webservices:govcloud",
    });
    const refusal = await refusalOf(here().access.openConsole(gov.actor, { entitlementId: target.id }));
    expect(refusal).toMatchObject({ code: "issuance.console_unavailable", reason: "recipient_elsewhere" });
  });

  test("is told beforehand: that one must be fetched, until when one will do, and that it lacks the role", async () => {
    const { id, role } = await relayTarget();
    const viewOf = async (actor: PersonActor) => {
      const { items } = await here().access.listEntitlements(actor, { limit: 1000 });
      return items.find((item) => item.id === id)?.relay;
    };
    const link = `/saml/${SLUG}/login?relay=aws&returnTo=%2Faccess%2F${id}`;
    const fresh = await signedInByRelay({ roles: [role] });
    expect(await viewOf(fresh.actor)).toEqual({ link, freshUntil: new Date("2026-03-02T09:04:57Z") });
    here().world.advance(298);
    expect(await viewOf(fresh.actor)).toEqual({ link });
    here().world.advance(-298);
    const nobody = await here().world.person({ groups: ["engineering"] });
    expect(await viewOf(nobody)).toEqual({ link });
    const { id: unnamed } = await relayTarget();
    const { items } = await here().access.listEntitlements(fresh.actor, { limit: 1000 });
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
    here().world.advance(298);
    expect(await refusalOf(relay(posted))).toMatchObject({ code: "signin.relay_unusable", reason: "over" });
  });

  test("is not accepted at our own assertion consumer, nor a login at the relay (I06)", async () => {
    const { id } = await start(browser());
    const samlResponse = new Secret(
      message({ inResponseTo: id, destination: RELAY.replace(/relay$/, "acs") }),
    );
    const atLogin = here().signIn.acceptSamlResponse({
      slug: SLUG,
      samlResponse,
      relayState: undefined,
      origin,
    });
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
    expect(await tryToComplete(handle, undefined)).toMatchObject({ waitsFor: "consent" });
    const asked = here().access.issueCredentials(actor, { entitlementId: id });
    expect((await refusalOf(asked)).code).toBe("issuance.relay_role_missing");
    await complete(handle, undefined, undefined, true);
    await here().access.issueCredentials(actor, { entitlementId: id });
  });

  test("joins the session of the same person, whose groups stay what they were", async () => {
    await setIdpInitiated(true);
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay();
    const withoutGroups = (xml: string) => xml.replace('Name="groups"', 'Name="other"');
    const { handle } = await relay(message({ roles: [role], reshape: withoutGroups }));
    const done = await complete(handle, undefined, actor);
    expect(done).toMatchObject({ appSessionId: actor.appSessionId, isKept: true });
    const after = await here().sessions.actorOfSession(actor.appSessionId, origin);
    expect(after?.identity.groups).toEqual(["engineering", "on-call"]);
    await here().access.issueCredentials(actor, { entitlementId: id });
  });

  test("S44 joins no other's session when this browser asked for it either", async () => {
    const { actor } = await signedInByRelay();
    const binding = browser();
    const heard = async (change: Partial<ForAws>) =>
      (await relay(message({ inResponseTo: (await start(binding)).id, ...change }))).handle;
    const theirs = await heard({ nameId: "other@example.com" });
    expect((await refusalOf(complete(theirs, binding, actor))).code).toBe("signin.relay_of_another_person");
    expect(await complete(await heard({}), binding, actor)).toMatchObject({ isKept: true });
  });

  test("does not join the session of somebody else, and gives them nothing", async () => {
    await setIdpInitiated(true);
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay();
    const { handle } = await relay(message({ roles: [role], nameId: "other@example.com" }));
    for (const consented of [false, true]) {
      const refusal = await refusalOf(complete(handle, undefined, actor, consented));
      expect(refusal.code).toBe("signin.relay_of_another_person");
      expect(refusal.detail).toContain("other@example.com");
    }
    const asked = here().access.issueCredentials(actor, { entitlementId: id });
    expect((await refusalOf(asked)).code).toMatch(/^issuance\.relay_/);
  });
});
