import type { AnyKindSettings, Target } from "@/lib/entitlements/model";
import type { FieldValues } from "../_forms/field-spec";
import { tagValues } from "../_forms/tag-rules";

/** What a form for a new target starts with. */
export function newTarget(account: string | undefined): FieldValues {
  return {
    kind: "saml",
    accountId: account,
    maxDurationSeconds: "3600",
    requireReasonToBreakGlass: "on",
  };
}

export function targetValues(target: Target): FieldValues {
  const settings: AnyKindSettings = target;
  const { roleMaxDurationSeconds, accessKey } = settings;
  return {
    kind: target.kind,
    name: target.name,
    description: target.description,
    maxDurationSeconds: String(target.maxDurationSeconds),
    roleArn: settings.roleArn,
    roleMaxDurationSeconds: roleMaxDurationSeconds === undefined ? "" : String(roleMaxDurationSeconds),
    providerArn: settings.providerArn,
    recipient: settings.recipient,
    encryptionCertificate: settings.encryptionCertificate,
    relayConnection: settings.relayConnection,
    audience: settings.audience,
    accessKeyId: accessKey?.accessKeyId,
    hubRoleArn: settings.hubRoleArn,
    externalId: settings.externalId,
    mfaSerial: settings.mfaSerial,
    requireReason: target.requireReason ? "on" : undefined,
    // For a target that becomes a break-glass one only now, the safe answer.
    requireReasonToBreakGlass: target.requireReason || target.kind !== "session-token" ? "on" : undefined,
    freshSignInSeconds: target.freshSignInSeconds === undefined ? "" : String(target.freshSignInSeconds),
    requireMfa: target.requireMfa ? "on" : undefined,
    requirePasskey: target.requirePasskey ? "on" : undefined,
    destination: target.destination,
    ...tagValues(target.sessionTags, "sessionTags"),
    useConnectionTags: target.useConnectionTags ? "on" : undefined,
    transitiveTagKeys: target.transitiveTagKeys.join("\n"),
    sourceIdentity: target.sourceIdentity ? "on" : undefined,
    sessionPolicy: target.sessionPolicy,
    policyArns: target.policyArns.join("\n"),
  };
}
