import { checked, lines, number, text, textOrNull } from "../_forms/read-form";
import { tagRulesIn } from "../_forms/tag-rules";

/** The body of the admin API that a target form says. What the chosen kind has no field for is absent. */
export function targetBody(form: FormData): Readonly<Record<string, unknown>> {
  const kind = text(form, "kind");
  return {
    kind,
    accountId: textOrNull(form, "accountId"),
    name: text(form, "name"),
    description: textOrNull(form, "description"),
    maxDurationSeconds: number(form, "maxDurationSeconds"),
    roleArn: textOrNull(form, "roleArn"),
    roleMaxDurationSeconds: number(form, "roleMaxDurationSeconds"),
    providerArn: textOrNull(form, "providerArn"),
    recipient: textOrNull(form, "recipient"),
    encryptionCertificate: textOrNull(form, "encryptionCertificate"),
    relayConnection: textOrNull(form, "relayConnection"),
    audience: textOrNull(form, "audience"),
    accessKeyId: textOrNull(form, "accessKeyId"),
    hubRoleArn: textOrNull(form, "hubRoleArn"),
    externalId: textOrNull(form, "externalId"),
    mfaSerial: textOrNull(form, "mfaSerial"),
    requireReason: checked(form, kind === "session-token" ? "requireReasonToBreakGlass" : "requireReason"),
    freshSignInSeconds: number(form, "freshSignInSeconds"),
    requireMfa: checked(form, "requireMfa"),
    requirePasskey: checked(form, "requirePasskey"),
    destination: textOrNull(form, "destination"),
    sessionTags: tagRulesIn(form, "sessionTags"),
    useConnectionTags: checked(form, "useConnectionTags"),
    transitiveTagKeys: lines(form, "transitiveTagKeys"),
    sourceIdentity: checked(form, "sourceIdentity"),
    sessionPolicy: textOrNull(form, "sessionPolicy"),
    policyArns: lines(form, "policyArns"),
  };
}
