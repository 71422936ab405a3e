/**
 * What one issue of credentials cannot do without, each part by itself and as somebody without Rolebridge would
 * write it: texts and values of statements, the command for STS and the key are there before the first call.
 */
import { createPrivateKey, randomBytes, randomUUID } from "node:crypto";
import { AssumeRoleWithSAMLCommand, STSClient } from "@aws-sdk/client-sts";
import { auditEvent } from "../../lib/audit/audit-event";
import type { AuditAction, AuditDetail } from "../../lib/audit/event";
import { awsAssertionAttributes } from "../../lib/aws/assertion-attributes";
import type { Prisma } from "../../lib/db/generated/client";
import type { Database } from "../../lib/db/open-database";
import { findStatement } from "../../lib/db/stores/app-session-store";
import { insertStatement } from "../../lib/db/stores/audit-log";
import { enterStatement, heldCondition } from "../../lib/db/stores/issuance-gate-store";
import { composeEntitlements } from "../../lib/entitlements/compose-entitlements";
import { planSession } from "../../lib/issuance/plan-session";
import { makeSigningKey } from "../../lib/keys/signing-key";
import { newAssertionId, signAssertion } from "../../lib/saml/sign-assertion";
import type { BareQuery, SignedIn } from "../database-world";

/** So many that no measurement meets the limit, and that it is counted all the same. */
export const MOST_PER_MINUTE = 1_000_000;

export interface BareParts {
  readonly assertion: () => unknown;
  /** Session; limit, lock-downs and entitlement; request in the audit; result in the audit while it still holds. */
  readonly statements: () => Promise<unknown>;
  readonly sts: () => Promise<unknown>;
}

/** Everything that is the same in every call. */
export async function bareParts(
  database: Database,
  signedIn: SignedIn,
  bare: BareQuery,
  stsPort: number,
): Promise<BareParts> {
  const { person, appSessionId, targetId } = signedIn;
  const now = new Date();
  const matching = await database.entitlements.matching(person.identity, now, { targetId });
  const [entitlement] = composeEntitlements(person.identity, matching, now);
  if (entitlement === undefined) throw new Error("the person is not entitled to the target");
  const plan = planSession({
    entitlement,
    person,
    wish: {},
    use: "credentials",
    tagPolicy: { sessionTags: [] },
    settings: { samlProviderName: "Rolebridge", issuer: "https://rolebridge.example.com" },
  });
  if (plan.kind !== "saml") throw new Error("the benchmark is about the default kind");
  const made = await makeSigningKey("aws-saml", "bench", now);
  const signer = {
    privateKey: createPrivateKey({ key: made.privateKeyPkcs8, format: "der", type: "pkcs8" }),
    certificate: made.certificatePem.replace(/-----[A-Z ]+-----|\s/g, ""),
  };
  const assertion = () =>
    signAssertion(
      {
        issuer: "https://rolebridge.example.com/aws/saml/metadata",
        recipient: "https://signin.aws.amazon.com/saml",
        audience: "https://signin.aws.amazon.com/saml",
        nameId: plan.sessionName,
        attributes: awsAssertionAttributes(plan),
        issueInstant: new Date(),
        backdatedSeconds: 60,
        lifetimeSeconds: 120,
      },
      signer,
      { assertionId: newAssertionId(randomBytes), signResponse: false, randomBytes },
    );

  const find = findStatement(appSessionId, now, 3_600);
  const limit = { key: `bare:${person.id}`, perMinute: MOST_PER_MINUTE };
  const enter = enterStatement({ personId: person.id, identity: person.identity, targetId, limit, now });
  const held = heldCondition({
    personId: person.id,
    appSessionId,
    targetId,
    grantIds: entitlement.because.map(({ grantId }) => grantId),
    seconds: plan.durationSeconds,
    now,
  });
  const written = (action: AuditAction, detail: AuditDetail, condition?: Prisma.Sql) =>
    insertStatement(
      auditEvent({
        id: randomUUID(),
        at: now,
        actor: { kind: "person", id: person.id, name: person.identity.username },
        action,
        outcome: "success",
        object: {
          kind: "target",
          id: targetId,
          name: `${entitlement.account.name} / ${entitlement.target.name}`,
        },
        origin: { remoteAddress: "127.0.0.1", userAgent: "bench", reference: "abcdefghjk" },
        detail,
      }),
      condition,
    );
  const requested = written("credentials.requested", {
    plan,
    because: entitlement.because,
    proofId: newAssertionId(randomBytes),
  });
  const issued = written(
    "credentials.issued",
    {
      assumedRoleArn: plan.roleArn,
      accessKeyId: "ASIAEXAMPLEEXAMPLE00",
      expiration: now,
      proofId: randomUUID(),
      roleArn: plan.roleArn,
      sessionName: plan.sessionName,
    },
    held,
  );
  const read = ({ text, values }: Prisma.Sql) => bare(text, values);
  // Only the id, the first value, must differ from event to event.
  const write = ({ text, values }: Prisma.Sql) => bare(text, [randomUUID(), ...values.slice(1)]);
  const statements = async () => {
    await read(find);
    await read(enter);
    await write(requested);
    await write(issued);
  };

  const client = new STSClient({
    region: plan.region,
    endpoint: `http://127.0.0.1:${stsPort}`,
    credentials: { accessKeyId: "not", secretAccessKey: "used" },
  });
  const input = {
    RoleArn: plan.roleArn,
    PrincipalArn: plan.providerArn,
    SAMLAssertion: assertion().samlResponse.reveal(),
    DurationSeconds: plan.durationSeconds,
  };
  const sts = () => client.send(new AssumeRoleWithSAMLCommand(input));
  return { assertion, statements, sts };
}
