import { randomUUID } from "node:crypto";
import type { AuditEvent } from "../../audit/event";
import type { Account, Grant, Principal, Target, TargetOf } from "../../entitlements/model";
import type { Connection, ConnectionDraft } from "../../flows/ports";
import type { Identity } from "../../identity/identity";
import { Secret } from "../../secret/secret";
import type { Database } from "../open-database";

/** Rows that are right in every respect; a test says only what it is about. */

export const NOW = new Date("2026-03-01T12:00:00.123Z");

export function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

let accounts = 100_000_000_000;

export function account(change: Partial<Account> = {}): Account {
  accounts += 1;
  return {
    accountId: String(accounts),
    partition: "aws",
    name: `Account ${accounts}`,
    region: "eu-west-1",
    fallbackRegions: [],
    useFips: false,
    useDualStack: false,
    labels: {},
    ...change,
  };
}

export function target(
  accountId: string,
  change: Partial<TargetOf<"saml">> = {},
): Omit<TargetOf<"saml">, "id"> {
  const name = change.name ?? "Developer";
  return {
    accountId,
    name,
    kind: "saml",
    roleArn: `arn:aws:iam::${accountId}:role/${name}`,
    maxDurationSeconds: 3600,
    sessionTags: [],
    useConnectionTags: false,
    requireReason: false,
    requireMfa: false,
    requirePasskey: false,
    transitiveTagKeys: [],
    sourceIdentity: true,
    policyArns: [],
    ...change,
  };
}

export function identity(change: Partial<Identity> = {}): Identity {
  const username = change.username ?? `${randomUUID()}@meridian.example`;
  return {
    connection: "company",
    subject: randomUUID(),
    username,
    displayName: "Ada Lovelace",
    groups: ["engineering"],
    groupsClaim: "present",
    attributes: [],
    ...change,
  };
}

const MAPPING = { username: ["NameID"], email: ["email"], displayName: ["name"], groups: ["groups"] };

const anyConnection = (slug: string) => ({
  slug,
  displayName: `Company ${slug}`,
  enabled: true,
  attributeMapping: MAPPING,
  tagPolicy: { sessionTags: [] },
  mfa: { claims: ["mfa"], request: [] },
});

export function samlConnection(slug: string): ConnectionDraft {
  return {
    ...anyConnection(slug),
    kind: "saml",
    samlIdp: {
      entityId: "https://idp.example/metadata",
      singleSignOnService: {
        binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
        location: "https://idp.example/sso",
      },
      signingCertificates: ["MIIB"],
      wantAuthnRequestsSigned: false,
    },
    allowIdpInitiated: false,
  };
}

export function oidcConnection(slug: string): ConnectionDraft {
  return {
    ...anyConnection(slug),
    kind: "oidc",
    issuer: "https://issuer.example",
    clientId: "rolebridge",
    clientSecret: new Secret("correct horse battery staple"),
    scopes: ["openid", "profile"],
  };
}

export function auditEvent(change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: randomUUID(),
    at: NOW,
    actor: { kind: "person", id: randomUUID(), name: "ada@meridian.example" },
    action: "credentials.issued",
    outcome: "success",
    object: { kind: "target", id: randomUUID(), name: "Developer" },
    remoteAddress: "192.0.2.7",
    userAgent: "curl/8",
    reference: "abcdefghjk",
    detail: { plan: { durationSeconds: 3600 } },
    ...change,
  };
}

/** An account with one target. */
export async function newTarget(database: Database, change: Partial<TargetOf<"saml">> = {}): Promise<Target> {
  const made = await database.accounts.create(account());
  return database.targets.create(target(made.accountId, change));
}

export function newGrant(
  database: Database,
  targetId: string,
  principal: Principal,
  change: Partial<Grant> = {},
): Promise<Grant> {
  return database.grants.create({ targetId, principal, ...change });
}

export async function newConnection(database: Database, slug = `c-${randomUUID()}`): Promise<Connection> {
  return database.connections.create(samlConnection(slug));
}
