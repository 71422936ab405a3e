import type { TargetKind } from "../../entitlements/model";
import { refuseField } from "./parse-input";
import { SETTING_FIELDS, type SettingField, type TargetInput } from "./target-fields";

/** Common fields that some calls of STS have no place for. */
type Carried =
  | "sessionTags"
  | "useConnectionTags"
  | "transitiveTagKeys"
  | "sourceIdentity"
  | "sessionPolicy"
  | "policyArns"
  | "destination";

interface KindRules {
  readonly takes: readonly SettingField[];
  readonly needs: readonly SettingField[];
  /** What a session of this kind cannot carry, and why. */
  readonly cannot: Partial<Readonly<Record<Carried, string>>>;
  /** Seconds. */
  readonly maxDuration: number;
}

const ROLE: readonly SettingField[] = ["roleArn", "roleMaxDurationSeconds"];
const ROLE_MAX = 43_200;
const IAM_USER_MAX = 129_600;

const OF_THE_PROVIDER = "is decided by the company identity provider's own assertion for this kind";
const NO_ROLE = "has no place in GetFederationToken";
const NOTHING = "has no place in GetSessionToken: the session may do what its IAM user may";

export const KIND_RULES: Readonly<Record<TargetKind, KindRules>> = {
  saml: {
    takes: [...ROLE, "providerArn", "recipient", "encryptionCertificate"],
    needs: [],
    cannot: {},
    maxDuration: ROLE_MAX,
  },
  "saml-relay": {
    takes: [...ROLE, "providerArn", "recipient", "relayConnection"],
    needs: ["providerArn", "relayConnection"],
    cannot: {
      sessionTags: OF_THE_PROVIDER,
      useConnectionTags: OF_THE_PROVIDER,
      transitiveTagKeys: OF_THE_PROVIDER,
      sourceIdentity: OF_THE_PROVIDER,
    },
    maxDuration: ROLE_MAX,
  },
  "web-identity": { takes: [...ROLE, "audience"], needs: [], cannot: {}, maxDuration: ROLE_MAX },
  "assume-role": {
    takes: [...ROLE, "accessKeyId", "hubRoleArn", "externalId", "mfaSerial"],
    needs: [],
    cannot: {},
    maxDuration: ROLE_MAX,
  },
  "federation-token": {
    takes: ["accessKeyId"],
    needs: ["accessKeyId"],
    cannot: { transitiveTagKeys: NO_ROLE, sourceIdentity: NO_ROLE },
    maxDuration: IAM_USER_MAX,
  },
  "session-token": {
    takes: ["accessKeyId", "mfaSerial"],
    needs: ["accessKeyId"],
    cannot: {
      sessionTags: NOTHING,
      useConnectionTags: NOTHING,
      transitiveTagKeys: NOTHING,
      sourceIdentity: NOTHING,
      sessionPolicy: NOTHING,
      policyArns: NOTHING,
      destination: "is of no use: AWS lets sessions of this kind into no console",
    },
    maxDuration: IAM_USER_MAX,
  },
};

/** Off, empty or absent: what a form sends for a field that it does not show. */
function isUnset(value: unknown): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

function kindsWith(field: SettingField): string {
  const kinds = Object.entries(KIND_RULES).filter(([, { takes }]) => takes.includes(field));
  return kinds.map(([kind]) => kind).join(", ");
}

/**
 * A setting that is kept and never sent would be a promise that nobody keeps: what a kind does not heed is
 * refused by name, and so is what it lacks.
 * @throws AppError `request.invalid`
 */
export function checkKind(input: TargetInput): void {
  const { takes, needs, cannot, maxDuration } = KIND_RULES[input.kind];
  for (const field of SETTING_FIELDS) {
    if (input[field] !== undefined && !takes.includes(field)) {
      refuseField(field, `belongs to targets of kind ${kindsWith(field)}, not to ${input.kind}`);
    }
  }
  for (const field of needs) {
    if (input[field] === undefined) refuseField(field, `is required for targets of kind ${input.kind}`);
  }
  for (const [field, why] of Object.entries(cannot)) {
    if (!isUnset(input[field as Carried])) refuseField(field, why);
  }
  if (input.maxDurationSeconds > maxDuration) {
    const hours = maxDuration / 3_600;
    refuseField(
      "maxDurationSeconds",
      `must be at most ${maxDuration} seconds (${hours} hours) for this kind`,
    );
  }
}
