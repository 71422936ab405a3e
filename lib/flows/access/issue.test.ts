import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AuditEvent } from "../../audit/event";
import { AppError } from "../../errors/app-error";
import { newEntitlement, openWorld, refusalOf, type World } from "../fixtures/world";
import type { AccessUseCases } from "../use-cases";
import { accessUseCases } from "./access";

let world: World;
let access: AccessUseCases;
beforeAll(async () => {
  world = await openWorld();
  access = accessUseCases(world.context);
});
afterEach(() => {
  world.failAudit(undefined);
  world.duringSts(async () => undefined);
  world.stsRequests.length = 0;
});
afterAll(() => world.close());

const group = () => `g-${randomUUID()}`;
async function entitled(change: Parameters<typeof newEntitlement>[2] = {}) {
  const own = group();
  const made = await newEntitlement(world, own, change);
  return { ...made, actor: await world.person({ groups: [own] }) };
}
const newest = async (count: number) => (await world.events()).slice(0, count);

describe("issueCredentials", () => {
  test("hands over a session and leaves request and issue in the audit, without a secret", async () => {
    const { actor, target, account, grant } = await entitled();
    const issued = await access.issueCredentials(actor, {
      entitlementId: target.id,
      durationSeconds: 1_800,
      reason: "ticket 7",
    });
    expect(issued.session.secretAccessKey.reveal()).toContain("EXAMPLEKEY");
    expect(world.stsRequests).toMatchObject([
      {
        roleArn: target.roleArn,
        principalArn: `arn:aws:iam::${account.accountId}:saml-provider/Rolebridge`,
        durationSeconds: 1_800,
        place: { partition: "aws", regions: ["eu-west-1"] },
      },
    ]);
    const [after, before] = await newest(2);
    expect(before).toMatchObject({
      action: "credentials.requested",
      outcome: "success",
      actor: { kind: "person", id: actor.personId, name: actor.identity.username },
      object: { kind: "target", id: target.id, name: `${account.name} / ReadOnly` },
      remoteAddress: "203.0.113.7",
      reference: "abcdefghjk",
      detail: {
        reason: "ticket 7",
        because: [{ grantId: grant.id }],
        plan: { durationSeconds: 1_800, sessionName: actor.sessionName, roleArn: target.roleArn },
      },
    });
    expect(after).toMatchObject({
      action: "credentials.issued",
      detail: { accessKeyId: "ASIAIOSFODNN7EXAMPLE", proofId: expect.stringMatching(/^_/) },
    });
    const written = JSON.stringify([before, after]);
    expect(written).not.toContain("EXAMPLEKEY");
    expect(written).not.toContain("canary-session-token");
    expect(written).not.toContain(world.stsRequests[0]?.samlAssertion.reveal().slice(0, 40));
  });

  test("I08 names every assertion in the audit before AWS sees it, whatever becomes of it", async () => {
    const { actor, target } = await entitled();
    let seen: readonly AuditEvent[] = [];
    world.duringSts(async () => {
      seen = await newest(1);
      throw new AppError("aws.unreachable");
    });
    await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    const sent = world.stsRequests.at(-1)?.samlAssertion.reveal() ?? "";
    const id = / ID="(_a[0-9a-f]{40})"/.exec(Buffer.from(sent, "base64").toString())?.[1];
    expect(seen).toMatchObject([{ action: "credentials.requested", detail: { proofId: id } }]);
    expect(await newest(1)).toMatchObject([{ action: "credentials.refused", detail: { proofId: id } }]);
  });

  test("asks AWS nothing when the request cannot be written to the audit", async () => {
    const { actor, target } = await entitled();
    world.failAudit("credentials.requested");
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("store.unavailable");
    expect(world.stsRequests).toEqual([]);
  });

  test("hands nothing over when the issue cannot be written to the audit", async () => {
    const { actor, target } = await entitled();
    world.failAudit("credentials.issued");
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("store.unavailable");
    // What cannot be written now is not tried again at the person's cost: the request stays the last word.
    expect(await newest(1)).toMatchObject([{ action: "credentials.requested" }]);
  });

  test("a removed grant is refused at once, and the refusal is audited", async () => {
    const { actor, target, grant } = await entitled();
    await access.issueCredentials(actor, { entitlementId: target.id });
    await world.database.grants.delete(grant.id);
    world.stsRequests.length = 0;
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("issuance.not_entitled");
    expect(world.stsRequests).toEqual([]);
    expect(await newest(1)).toMatchObject([
      {
        action: "credentials.refused",
        outcome: "refused",
        object: { kind: "target", name: target.id },
        detail: { code: "issuance.not_entitled" },
      },
    ]);
  });

  test("a grant removed while AWS was asked hands nothing over (A08)", async () => {
    const { actor, target, grant } = await entitled();
    world.duringSts(() => world.database.grants.delete(grant.id));
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("issuance.not_entitled");
    expect(world.stsRequests).toHaveLength(1);
    expect((await newest(2)).map(({ action }) => action)).toEqual([
      "credentials.refused",
      "credentials.requested",
    ]);
  });

  test("another person's target, an unknown one and no id at all are the same answer (A12)", async () => {
    const { target } = await entitled();
    const stranger = await world.person({ groups: [group()] });
    const answers = [];
    for (const entitlementId of [target.id, randomUUID(), "", "' OR 1=1", "\0"]) {
      const { code, title, detail, fields, status } = await refusalOf(
        access.issueCredentials(stranger, { entitlementId }),
      );
      answers.push({ code, title, detail, fields, status });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "issuance.not_entitled", status: 404 });
  });

  test("what AWS refuses is passed on in AWS's words, and audited", async () => {
    const { actor, target } = await entitled();
    const aws = { awsCode: "AccessDenied", awsMessage: "Not authorized", hints: [] };
    world.duringSts(async () => {
      throw new AppError("aws.refused", { aws });
    });
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(refusal.aws).toEqual({
      ...aws,
      hints: expect.arrayContaining([expect.stringContaining("does not let Rolebridge in")]),
    });
    expect(await newest(1)).toMatchObject([
      {
        action: "credentials.refused",
        outcome: "refused",
        detail: {
          awsCode: "AccessDenied",
          explanation: {
            id: "denied.other",
            causes: expect.arrayContaining([expect.objectContaining({ id: "trust_policy" })]),
            sent: { action: "AssumeRoleWithSAML", parameters: { SAMLAssertion: "[left out]" } },
            trustPolicy: {
              Statement: [{ Principal: { Federated: expect.stringContaining("saml-provider") } }],
            },
          },
        },
      },
    ]);
  });

  test("an AWS that does not answer is a failure and not a refusal", async () => {
    const { actor, target } = await entitled();
    world.duringSts(async () => {
      throw new AppError("aws.unreachable");
    });
    await refusalOf(access.issueCredentials(actor, { entitlementId: target.id }));
    expect(await newest(1)).toMatchObject([{ action: "credentials.refused", outcome: "failed" }]);
  });

  test.each([
    ["shorter than AWS allows", { durationSeconds: 899 }, "issuance.duration_invalid"],
    ["in a region of another partition", { region: "cn-north-1" }, "issuance.region_invalid"],
    ["with an endless reason", { reason: "x".repeat(501) }, "request.invalid"],
  ])("refuses a session %s, before AWS is asked", async (_, wish, code) => {
    const { actor, target } = await entitled({ grant: { maxDurationSeconds: 7_200 } });
    const refusal = await refusalOf(access.issueCredentials(actor, { entitlementId: target.id, ...wish }));
    expect(refusal.code).toBe(code);
    expect(world.stsRequests).toEqual([]);
    expect(await newest(1)).toMatchObject([{ action: "credentials.refused", detail: { code } }]);
  });

  test("gives the least of wish and limits, and says which decided", async () => {
    const { actor, target } = await entitled({ grant: { maxDurationSeconds: 7_200 } });
    const issued = await access.issueCredentials(actor, {
      entitlementId: target.id,
      durationSeconds: 43_200,
    });
    expect(issued).toMatchObject({ durationDecidedBy: "grant", plan: { durationSeconds: 7_200 } });
    expect(world.stsRequests).toMatchObject([{ durationSeconds: 7_200 }]);
    const [, requested] = await newest(2);
    expect(requested?.detail).toMatchObject({ plan: { durationSeconds: 7_200, durationDecidedBy: "grant" } });
  });

  test("gives AWS access to people only", async () => {
    const { target } = await entitled();
    const refusal = await refusalOf(access.issueCredentials(world.token(), { entitlementId: target.id }));
    expect(refusal.code).toBe("access.needs_person");
  });
});

describe("openConsole", () => {
  test("posts an assertion to AWS's own address, asks STS nothing, and is audited", async () => {
    const { actor, target } = await entitled();
    const opened = await access.openConsole(actor, { entitlementId: target.id });
    expect(opened).toMatchObject({
      method: "POST",
      url: "https://signin.aws.amazon.com/saml",
      roleName: "ReadOnly",
    });
    expect(world.stsRequests).toEqual([]);
    const [issued, requested] = await newest(2);
    expect(requested).toMatchObject({
      action: "console.requested",
      detail: { plan: { durationSeconds: 14_400 } },
    });
    expect(issued).toMatchObject({ action: "console.issued", detail: { via: "saml" } });
  });

  test("makes a link through STS where asked for, and where a session policy has to hold", async () => {
    const plain = await entitled();
    const byWish = await access.openConsole(plain.actor, {
      entitlementId: plain.target.id,
      via: "federation",
    });
    expect(byWish.method).toBe("GET");
    const policyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
    const limited = await entitled({ target: { policyArns } });
    const byPolicy = await access.openConsole(limited.actor, { entitlementId: limited.target.id });
    expect(byPolicy.method).toBe("GET");
    expect(world.stsRequests.at(-1)?.policyArns).toEqual(policyArns);
  });

  test.each(["https://evil.example/", "https://console.aws.amazon.com.evil.example/", "javascript:alert(1)"])(
    "opens no other place than the console: %s",
    async (destination) => {
      const { actor, target } = await entitled();
      for (const via of ["saml", "federation"] as const) {
        const refusal = await refusalOf(
          access.openConsole(actor, { entitlementId: target.id, destination, via }),
        );
        expect(refusal.code).toBe("issuance.destination_invalid");
      }
      expect(world.stsRequests).toEqual([]);
      expect(await newest(1)).toMatchObject([{ action: "console.refused" }]);
    },
  );

  test("hands nothing over when the audit cannot be written", async () => {
    const { actor, target } = await entitled();
    world.failAudit("console.issued");
    const refusal = await refusalOf(access.openConsole(actor, { entitlementId: target.id }));
    expect(refusal.code).toBe("store.unavailable");
  });
});

describe("listEntitlements", () => {
  test("shows what somebody may take now and why, and an empty list when it is nothing", async () => {
    const { actor, target, grant } = await entitled();
    const page = await access.listEntitlements(actor, { limit: 10 });
    expect(page.items).toMatchObject([{ id: target.id, because: [{ grantId: grant.id }] }]);
    const nobody = await world.person();
    expect(await access.listEntitlements(nobody, { limit: 10 })).toEqual({ items: [] });
  });

  test("forgets a grant the moment it ends", async () => {
    const expiresAt = new Date(world.now().getTime() + 10_000);
    const { actor } = await entitled({ grant: { expiresAt } });
    expect((await access.listEntitlements(actor, { limit: 10 })).items).toHaveLength(1);
    world.advance(10);
    expect((await access.listEntitlements(actor, { limit: 10 })).items).toEqual([]);
  });

  test("finds by any words of name, alias, number and role, and pages without loss", async () => {
    const own = group();
    const alias = `meridian-${randomUUID().slice(0, 8)}`;
    for (const name of ["Billing", "Admin", "ReadOnly10", "ReadOnly9"]) {
      await newEntitlement(world, own, { target: { name }, account: { name: "Meridian Production" } });
    }
    const other = await newEntitlement(world, own, { account: { name: "Staging", alias } });
    const actor = await world.person({ groups: [own] });
    const names = async (q: string) =>
      (await access.listEntitlements(actor, { q, limit: 10 })).items.map(({ roleName }) => roleName);
    expect(await names("prod READ")).toEqual(["ReadOnly9", "ReadOnly10"]);
    expect(await names(alias)).toEqual(["ReadOnly"]);
    expect(await names(other.account.accountId.slice(3))).toEqual(["ReadOnly"]);
    expect(await names("read nothing")).toEqual([]);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await access.listEntitlements(actor, { limit: 2, ...(cursor ? { cursor } : {}) });
      paged.push(...page.items.map(({ roleName }) => roleName));
      cursor = page.nextCursor;
    } while (cursor);
    expect(paged).toEqual(["Admin", "Billing", "ReadOnly9", "ReadOnly10", "ReadOnly"]);
  });

  test.each(["", "x", "WzFd", "W10"])("refuses the cursor %j that is none of its own", async (cursor) => {
    const { actor } = await entitled();
    expect((await refusalOf(access.listEntitlements(actor, { limit: 1, cursor }))).code).toBe(
      "request.invalid",
    );
  });
});

describe("findEntitlement", () => {
  test("finds by number or alias and role, and tells nothing of others", async () => {
    const alias = `a-${randomUUID().slice(0, 8)}`;
    const { actor, account, target } = await entitled({ account: { alias } });
    expect((await access.findEntitlement(actor, alias, "ReadOnly")).id).toBe(target.id);
    expect((await access.findEntitlement(actor, account.accountId, "ReadOnly")).id).toBe(target.id);
    const stranger = await world.person();
    expect((await refusalOf(access.findEntitlement(stranger, alias, "ReadOnly"))).code).toBe(
      "issuance.not_entitled",
    );
  });
});
