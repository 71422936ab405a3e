import { describe, expect, test } from "vitest";
import { NOW } from "../../saml/fixtures/message";
import { relayWorld } from "../fixtures/relay-world";
import { refusalOf, SLUG } from "../fixtures/world";

const { here, relayTarget, signedInByRelay, newest } = relayWorld();

describe("a role that needs an assertion of the identity provider", () => {
  test("says so with a link that fetches one and comes back, before AWS is asked", async () => {
    const { id } = await relayTarget();
    const ada = await here().world.person({ groups: ["engineering"] });
    const before = here().world.stsRequests.length;
    for (const asked of [
      () => here().access.issueCredentials(ada, { entitlementId: id }),
      () => here().access.openConsole(ada, { entitlementId: id }),
    ]) {
      expect(await refusalOf(asked())).toMatchObject({
        code: "issuance.relay_needed",
        link: `/saml/${SLUG}/login?relay=aws&returnTo=%2Faccess%2F${id}`,
      });
    }
    expect(here().world.stsRequests).toHaveLength(before);
    expect(await newest()).toMatchObject({
      action: "console.refused",
      detail: { code: "issuance.relay_needed" },
    });
  });

  test("takes the one that is made out to the address of AWS that it names, and says when none is", async () => {
    const recipient = "https://signin.aws.amazon.com/saml/acs/SAMLSPABC123";
    const { id, role } = await relayTarget({ recipient });
    const elsewhere = await signedInByRelay({ roles: [role] });
    const before = here().world.stsRequests.length;
    const refused = await refusalOf(here().access.issueCredentials(elsewhere.actor, { entitlementId: id }));
    expect(refused).toMatchObject({
      code: "issuance.relay_recipient_wrong",
      detail: `What it sent for AWS is made out to https://signin.aws.amazon.com/saml; this role takes ${recipient}.`,
    });
    const { items } = await here().access.listEntitlements(elsewhere.actor, { limit: 1000 });
    expect(items.find((item) => item.id === id)?.relay).toMatchObject({ lacksRole: true });
    expect(here().world.stsRequests).toHaveLength(before);
    const fitting = await signedInByRelay({ roles: [role], recipient });
    await here().access.issueCredentials(fitting.actor, { entitlementId: id });
    expect(here().world.stsRequests.at(-1)?.samlAssertion.reveal()).toBe(fitting.posted);
  });

  test("takes nobody else's", async () => {
    const { id, role } = await relayTarget();
    await signedInByRelay({ roles: [role] });
    const other = await here().world.person({ groups: ["engineering"] });
    expect((await refusalOf(here().access.issueCredentials(other, { entitlementId: id }))).code).toBe(
      "issuance.relay_needed",
    );
  });

  test("takes it for five minutes from its making, and then it is deleted", async () => {
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay({ roles: [role] });
    here().world.advance(296);
    await here().access.issueCredentials(actor, { entitlementId: id });
    here().world.advance(1);
    expect((await refusalOf(here().access.issueCredentials(actor, { entitlementId: id }))).code).toBe(
      "issuance.relay_needed",
    );
    const { relayedAssertions, upkeep } = here().world.database;
    expect(await relayedAssertions.list(actor.personId, SLUG, NOW)).not.toEqual([]);
    await upkeep.deleteExpiredRelayed(here().world.now());
    expect(await relayedAssertions.list(actor.personId, SLUG, NOW)).toEqual([]);
  });

  test("nothing is handed over when the audit cannot say which assertion bought it", async () => {
    const { id, role } = await relayTarget();
    const { actor } = await signedInByRelay({ roles: [role] });
    here().world.failAudit("credentials.issued");
    expect((await refusalOf(here().access.issueCredentials(actor, { entitlementId: id }))).code).toBe(
      "store.unavailable",
    );
  });

  test("a session id does not leave when the assertion that came with it cannot be audited", async () => {
    here().world.failAudit("relay.received");
    await expect(signedInByRelay()).rejects.toMatchObject({ code: "store.unavailable" });
  });
});
