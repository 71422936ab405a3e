/** The columns of a target, and the one place where a row becomes a target of its kind. */
import type {
  AnyKindSettings,
  KindSettings,
  SessionTagRule,
  Target,
  TargetDraft,
  TargetKind,
} from "../entitlements/model";
import { withoutNulls } from "./columns";
import { Prisma } from "./generated/client";

/** Of `target AS t`, besides the account's id. Subqueries: two more joins would slow the hot read for every kind. */
export const TARGET_COLUMNS = Prisma.sql`t.id AS target_id, t.account_id, t.name AS target_name, t.kind,
  t.max_duration_seconds AS target_max_duration_seconds, t.session_tags, t.use_connection_tags, t.transitive_tag_keys,
  t.source_identity, t.session_policy, t.policy_arns, t.require_reason,
  t.fresh_sign_in_seconds, t.require_mfa, t.require_passkey, t.destination, t.description, t.role_arn,
  t.role_max_duration_seconds, t.provider_arn, t.recipient, t.encryption_certificate, t.audience, t.access_key_id,
  t.hub_role_arn, t.external_id, t.mfa_serial,
  (SELECT rc.slug FROM connection rc WHERE rc.id = t.relay_connection_id) AS relay_connection,
  (SELECT ak.user_arn FROM access_key ak WHERE ak.access_key_id = t.access_key_id) AS user_arn`;

export interface TargetColumns {
  readonly target_id: string;
  readonly account_id: string;
  readonly target_name: string;
  readonly kind: string;
  readonly target_max_duration_seconds: number;
  readonly session_tags: readonly SessionTagRule[];
  readonly use_connection_tags: boolean;
  readonly transitive_tag_keys: readonly string[];
  readonly source_identity: boolean;
  readonly session_policy: string | null;
  readonly policy_arns: readonly string[];
  readonly require_reason: boolean;
  readonly fresh_sign_in_seconds: number | null;
  readonly require_mfa: boolean;
  readonly require_passkey: boolean;
  readonly destination: string | null;
  readonly description: string | null;
  readonly role_arn: string | null;
  readonly role_max_duration_seconds: number | null;
  readonly provider_arn: string | null;
  readonly recipient: string | null;
  readonly encryption_certificate: string | null;
  readonly relay_connection: string | null;
  readonly audience: string | null;
  readonly access_key_id: string | null;
  readonly user_arn: string | null;
  readonly hub_role_arn: string | null;
  readonly external_id: string | null;
  readonly mfa_serial: string | null;
}

/**
 * The check constraint by kind says which columns a row has, so that a settings object holds what its kind
 * needs; nothing here decides it a second time.
 */
export function targetOf(row: TargetColumns): Target {
  const settings = withoutNulls({
    roleArn: row.role_arn,
    roleMaxDurationSeconds: row.role_max_duration_seconds,
    providerArn: row.provider_arn,
    recipient: row.recipient,
    encryptionCertificate: row.encryption_certificate,
    relayConnection: row.relay_connection,
    audience: row.audience,
    accessKey:
      row.access_key_id === null || row.user_arn === null
        ? null
        : { accessKeyId: row.access_key_id, userArn: row.user_arn },
    hubRoleArn: row.hub_role_arn,
    externalId: row.external_id,
    mfaSerial: row.mfa_serial,
  }) as KindSettings[TargetKind];
  const common = withoutNulls({
    id: row.target_id,
    accountId: row.account_id,
    name: row.target_name,
    maxDurationSeconds: row.target_max_duration_seconds,
    sessionTags: row.session_tags,
    useConnectionTags: row.use_connection_tags,
    transitiveTagKeys: row.transitive_tag_keys,
    sourceIdentity: row.source_identity,
    sessionPolicy: row.session_policy,
    policyArns: row.policy_arns,
    requireReason: row.require_reason,
    freshSignInSeconds: row.fresh_sign_in_seconds,
    requireMfa: row.require_mfa,
    requirePasskey: row.require_passkey,
    destination: row.destination,
    description: row.description,
  });
  return { ...common, kind: row.kind as TargetKind, ...settings } as Target;
}

/** Every column by name: a field that a client added must not reach Prisma (nested writes, W12). */
export function targetRow(target: Target | TargetDraft, relayConnectionId: string | null) {
  const settings: AnyKindSettings = target;
  return {
    accountId: target.accountId,
    name: target.name,
    kind: target.kind,
    maxDurationSeconds: target.maxDurationSeconds,
    sessionTags: target.sessionTags.map((rule) => ({ ...rule })),
    useConnectionTags: target.useConnectionTags,
    transitiveTagKeys: [...target.transitiveTagKeys],
    sourceIdentity: target.sourceIdentity,
    sessionPolicy: target.sessionPolicy ?? null,
    policyArns: [...target.policyArns],
    requireReason: target.requireReason,
    freshSignInSeconds: target.freshSignInSeconds ?? null,
    requireMfa: target.requireMfa,
    requirePasskey: target.requirePasskey,
    destination: target.destination ?? null,
    description: target.description ?? null,
    roleArn: settings.roleArn ?? null,
    roleMaxDurationSeconds: settings.roleMaxDurationSeconds ?? null,
    providerArn: settings.providerArn ?? null,
    recipient: settings.recipient ?? null,
    encryptionCertificate: settings.encryptionCertificate ?? null,
    relayConnectionId,
    audience: settings.audience ?? null,
    accessKeyId: settings.accessKey?.accessKeyId ?? null,
    hubRoleArn: settings.hubRoleArn ?? null,
    externalId: settings.externalId ?? null,
    mfaSerial: settings.mfaSerial ?? null,
  };
}
