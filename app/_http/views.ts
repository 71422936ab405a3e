import type { AuditEvent } from "@/lib/audit/event";
import type { Because } from "@/lib/entitlements/entitlement";
import type { Account, AnyKindSettings, Target } from "@/lib/entitlements/model";
import type {
  AccessKeyView,
  ConnectionView,
  Consequences,
  GrantView,
  SigningKeyView,
  TargetView,
} from "@/lib/flows/admin/admin-use-cases";
import type { Page } from "@/lib/flows/ports";
import type { PasskeyView } from "@/lib/flows/step-up/step-up-use-cases";
import type { EntitlementView } from "@/lib/flows/use-cases";
import type { Identity } from "@/lib/identity/identity";

/*
 * What leaves through `/api/v1`, member by member: a field that is added to an object inside does not become
 * public by itself. Dates go as they are; JSON writes them as RFC 3339, UTC.
 */

/** `nextCursor` is null on the last page. */
export function pageView<T, V>(page: Page<T>, view: (item: T) => V) {
  return { items: page.items.map(view), nextCursor: page.nextCursor ?? null };
}

export function entitlementView(entitlement: EntitlementView) {
  return {
    id: entitlement.id,
    accountId: entitlement.accountId,
    accountName: entitlement.accountName,
    accountAlias: entitlement.accountAlias,
    accountColor: entitlement.accountColor,
    partition: entitlement.partition,
    region: entitlement.region,
    roleName: entitlement.roleName,
    roleArn: entitlement.roleArn,
    kind: entitlement.kind,
    description: entitlement.description,
    maxDurationSeconds: entitlement.maxDurationSeconds,
    durationLimitedBy: entitlement.durationLimitedBy,
    needsMfa: entitlement.needsMfa,
    mfaSerial: entitlement.mfaSerial,
    requiresReason: entitlement.requiresReason,
    stepUp: entitlement.stepUp && stepUpView(entitlement.stepUp),
    relay: entitlement.relay && relayView(entitlement.relay),
    limitations: entitlement.limitations,
    because: entitlement.because.map(becauseView),
  };
}

/** What is asked of the sign-in, and what of it this session lacks. */
function stepUpView(stepUp: NonNullable<EntitlementView["stepUp"]>) {
  return {
    freshSignInSeconds: stepUp.freshSignInSeconds,
    requireMfa: stepUp.requireMfa,
    requirePasskey: stepUp.requirePasskey,
    missing: stepUp.missing,
  };
}

/** Where a fresh assertion is fetched, and until when the one that is there will do. */
function relayView({ link, freshUntil, lacksRole }: NonNullable<EntitlementView["relay"]>) {
  return { link, freshUntil, lacksRole: lacksRole ?? false };
}

function becauseView(because: Because) {
  return {
    grantId: because.grantId,
    connection: because.connection,
    principal: because.principal,
    expiresAt: because.expiresAt,
    maxDurationSeconds: because.maxDurationSeconds,
  };
}

export function connectionView(connection: ConnectionView) {
  return {
    id: connection.id,
    slug: connection.slug,
    displayName: connection.displayName,
    kind: connection.kind,
    enabled: connection.enabled,
    attributeMapping: connection.attributeMapping,
    sessionTags: connection.sessionTags,
    tagAttributes: connection.tagAttributes,
    mfaClaims: connection.mfaClaims,
    mfaRequest: connection.mfaRequest,
    saml: connection.saml && samlView(connection.saml),
    oidc: connection.oidc && {
      issuer: connection.oidc.issuer,
      clientId: connection.oidc.clientId,
      scopes: connection.oidc.scopes,
      redirectUri: connection.oidc.redirectUri,
      backchannelLogoutUri: connection.oidc.backchannelLogoutUri,
      postLogoutRedirectUri: connection.oidc.postLogoutRedirectUri,
    },
  };
}

function samlView(saml: NonNullable<ConnectionView["saml"]>) {
  return {
    idpEntityId: saml.idpEntityId,
    ssoUrl: saml.ssoUrl,
    ssoBinding: saml.ssoBinding,
    certificates: saml.certificates.map(({ subject, notAfter, sha256 }) => ({ subject, notAfter, sha256 })),
    allowIdpInitiated: saml.allowIdpInitiated,
    metadataUrl: saml.metadataUrl,
    sp: {
      entityId: saml.sp.entityId,
      acsUrl: saml.sp.acsUrl,
      metadataUrl: saml.sp.metadataUrl,
      logoutUrl: saml.sp.logoutUrl,
    },
    sloUrl: saml.sloUrl,
    relayUrl: saml.relayUrl,
  };
}

export function accountView(account: Account & { readonly targetCount: number }) {
  return {
    accountId: account.accountId,
    name: account.name,
    alias: account.alias,
    partition: account.partition,
    region: account.region,
    fallbackRegions: account.fallbackRegions,
    useFips: account.useFips,
    useDualStack: account.useDualStack,
    stsEndpoint: account.stsEndpoint,
    color: account.color,
    labels: account.labels,
    targetCount: account.targetCount,
  };
}

export function targetView(target: TargetView) {
  return { ...targetFields(target), accountName: target.accountName };
}

function targetFields(target: Target) {
  return {
    id: target.id,
    accountId: target.accountId,
    name: target.name,
    kind: target.kind,
    ...settingsOf(target),
    maxDurationSeconds: target.maxDurationSeconds,
    sessionTags: target.sessionTags,
    useConnectionTags: target.useConnectionTags,
    transitiveTagKeys: target.transitiveTagKeys,
    sourceIdentity: target.sourceIdentity,
    sessionPolicy: target.sessionPolicy,
    policyArns: target.policyArns,
    requireReason: target.requireReason,
    freshSignInSeconds: target.freshSignInSeconds,
    requireMfa: target.requireMfa,
    requirePasskey: target.requirePasskey,
    destination: target.destination,
    description: target.description,
  };
}

/** What only some kinds have. */
function settingsOf(target: Target) {
  const settings: AnyKindSettings = target;
  const { accessKey } = settings;
  return {
    roleArn: settings.roleArn,
    roleMaxDurationSeconds: settings.roleMaxDurationSeconds,
    providerArn: settings.providerArn,
    recipient: settings.recipient,
    encryptionCertificate: settings.encryptionCertificate,
    relayConnection: settings.relayConnection,
    audience: settings.audience,
    accessKeyId: accessKey?.accessKeyId,
    userArn: accessKey?.userArn,
    hubRoleArn: settings.hubRoleArn,
    externalId: settings.externalId,
    mfaSerial: settings.mfaSerial,
  };
}

/** Member by member, so that no secret can come along one day. */
export function accessKeyView(key: AccessKeyView) {
  return {
    accessKeyId: key.accessKeyId,
    accountId: key.accountId,
    userArn: key.userArn,
    note: key.note,
    targetCount: key.targetCount,
    usedBy: key.usedBy?.map(({ id, name, accountId, accountName }) => ({ id, name, accountId, accountName })),
  };
}

export function grantView(grant: GrantView) {
  return {
    id: grant.id,
    targetId: grant.targetId,
    connection: grant.connection,
    principal: grant.principal,
    notBefore: grant.notBefore,
    expiresAt: grant.expiresAt,
    maxDurationSeconds: grant.maxDurationSeconds,
    note: grant.note,
    targetName: grant.targetName,
    roleArn: grant.roleArn,
    accountId: grant.accountId,
    accountName: grant.accountName,
    state: grant.state,
  };
}

export function consequencesView(consequences: Consequences) {
  return {
    summary: consequences.summary,
    peopleLosingAccess: consequences.peopleLosingAccess.map(({ username, displayName, connection }) => ({
      username,
      displayName,
      connection,
    })),
    removes: consequences.removes.map(({ kind, count }) => ({ kind, count })),
  };
}

export function signingKeyView(key: SigningKeyView) {
  return {
    id: key.id,
    purpose: key.purpose,
    status: key.status,
    subject: key.subject,
    notAfter: key.notAfter,
    createdAt: key.createdAt,
    sha256: key.sha256,
    certificatePem: key.certificatePem,
  };
}

export function auditEventView(event: AuditEvent) {
  return {
    id: event.id,
    at: event.at,
    actor: { kind: event.actor.kind, id: event.actor.id, name: event.actor.name },
    action: event.action,
    outcome: event.outcome,
    object: event.object && { kind: event.object.kind, id: event.object.id, name: event.object.name },
    remoteAddress: event.remoteAddress,
    userAgent: event.userAgent,
    reference: event.reference,
    detail: event.detail,
  };
}

export function passkeyView(passkey: PasskeyView) {
  return {
    id: passkey.id,
    name: passkey.name,
    createdAt: passkey.createdAt,
    lastUsedAt: passkey.lastUsedAt,
    backedUp: passkey.backedUp,
  };
}

export function personView(
  person: Identity & { readonly id: string; readonly sessionName: string; readonly signedInAt: Date },
) {
  return {
    id: person.id,
    connection: person.connection,
    subject: person.subject,
    username: person.username,
    email: person.email,
    displayName: person.displayName,
    groups: person.groups,
    groupsClaim: person.groupsClaim,
    sessionName: person.sessionName,
    signedInAt: person.signedInAt,
  };
}
