import type { Partition } from "../aws/partition";

/** Kinds of targets. Adding one: a file in `lib/issuance/kinds/` and a line in its list. */
export const TARGET_KINDS = [
  "saml",
  "saml-relay",
  "web-identity",
  "assume-role",
  "federation-token",
  "session-token",
] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export interface Account {
  readonly accountId: string;
  readonly partition: Partition;
  readonly name: string;
  readonly alias?: string;
  /** Where STS is asked first. */
  readonly region: string;
  /** Where STS is asked next, in this order, when a region does not answer. */
  readonly fallbackRegions: readonly string[];
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  /** Instead of the partition's endpoints: an isolated partition, or another store that speaks STS. */
  readonly stsEndpoint?: string;
  readonly color?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A fixed value, or the value of a verified attribute of the person. */
export type SessionTagRule =
  | { readonly key: string; readonly value: string }
  | { readonly key: string; readonly attribute: string };

/** What a connection says of the session tags of its people. */
export interface TagPolicy {
  /** For targets that take the connection's tags. */
  readonly sessionTags: readonly SessionTagRule[];
  /** Names of the attributes that may become tags; absent: every one. */
  readonly tagAttributes?: readonly string[];
}

/** An IAM user's key as everybody may know it; the secret is sealed and stays in `lib/db`. */
export interface AccessKey {
  /** `AKIA…` */
  readonly accessKeyId: string;
  /** Account of the IAM user. */
  readonly accountId: string;
  /** What GetCallerIdentity said when the key was entered: `arn:aws:iam::123456789012:user/NAME`. */
  readonly userArn: string;
  readonly note?: string;
}

/** What every target has, whatever its kind. */
export interface TargetCommon {
  readonly id: string;
  readonly accountId: string;
  /** What the person sees and types; unique in the account. Usually the role's name. */
  readonly name: string;
  readonly maxDurationSeconds: number;
  readonly sessionTags: readonly SessionTagRule[];
  /** Whether sessions also carry the tags of the person's connection; the target's own win. */
  readonly useConnectionTags: boolean;
  readonly transitiveTagKeys: readonly string[];
  /** Whether to set SourceIdentity to the person's session name. */
  readonly sourceIdentity: boolean;
  readonly sessionPolicy?: string;
  readonly policyArns: readonly string[];
  /** Whether the person must say what the session is for. */
  readonly requireReason: boolean;
  /** How recently the person must have signed in at their identity provider, seconds. Absent: it does not matter. */
  readonly freshSignInSeconds?: number;
  /** Whether the identity provider must have stated a second factor. */
  readonly requireMfa: boolean;
  /** Whether the person must have used their passkey a moment ago. */
  readonly requirePasskey: boolean;
  readonly destination?: string;
  readonly description?: string;
}

/** What roles have. */
interface RoleSettings {
  readonly roleArn: string;
  /** The role's MaxSessionDuration in AWS, where the administrator knows it. Seconds. */
  readonly roleMaxDurationSeconds?: number;
}

/** A sealed key as a target names it. */
export type AccessKeyRef = Pick<AccessKey, "accessKeyId" | "userArn">;

/** What a kind needs beside the common: one member a kind, so that no kind reads another's settings. */
export interface KindSettings {
  readonly saml: RoleSettings & {
    readonly providerArn?: string;
    /** Provider-specific assertion consumer of AWS: `https://signin.aws.amazon.com/saml/acs/SAMLSP…`. */
    readonly recipient?: string;
    /** PEM; AWS's public key where the provider asks for encrypted assertions. */
    readonly encryptionCertificate?: string;
  };
  readonly "saml-relay": RoleSettings & {
    /** The company identity provider's own entry in IAM. */
    readonly providerArn: string;
    /** Slug of the connection whose assertions for AWS are passed on. */
    readonly relayConnection: string;
    /** The one assertion consumer of AWS that the role takes them for; absent: whichever the company names. */
    readonly recipient?: string;
  };
  readonly "web-identity": RoleSettings & {
    /** `aud` of the token; absent: `sts.amazonaws.com`. */
    readonly audience?: string;
  };
  readonly "assume-role": RoleSettings & {
    /** Whose identity asks; absent: Rolebridge's own, from the SDK's default chain. */
    readonly accessKey?: AccessKeyRef;
    /** A role that is assumed first and then assumes the target's. */
    readonly hubRoleArn?: string;
    readonly externalId?: string;
    readonly mfaSerial?: string;
  };
  readonly "federation-token": { readonly accessKey: AccessKeyRef };
  readonly "session-token": { readonly accessKey: AccessKeyRef; readonly mfaSerial?: string };
}

/** The settings of whatever kind, to copy them member by member. */
export type AnyKindSettings = Partial<
  KindSettings["saml"] &
    KindSettings["saml-relay"] &
    KindSettings["web-identity"] &
    KindSettings["assume-role"]
>;

export type TargetOf<Kind extends TargetKind> = TargetCommon & { readonly kind: Kind } & KindSettings[Kind];
export type Target = { [Kind in TargetKind]: TargetOf<Kind> }[TargetKind];
/** A target that has no id yet. */
export type TargetDraft = { [Kind in TargetKind]: Omit<TargetOf<Kind>, "id"> }[TargetKind];

/** Absent for the IAM-user kinds, which assume no role. */
export function roleArnOf(target: Target | TargetDraft): string | undefined {
  return "roleArn" in target ? target.roleArn : undefined;
}

/** The device whose code the person must type; absent where AWS asks for none. */
export function mfaSerialOf(target: Target): string | undefined {
  return "mfaSerial" in target ? target.mfaSerial : undefined;
}

export type Principal =
  | { readonly group: string }
  | { readonly user: string }
  | { readonly attribute: string; readonly equals: string };

export interface Grant {
  readonly id: string;
  readonly targetId: string;
  /** Slug; absent means any connection. */
  readonly connection?: string;
  readonly principal: Principal;
  readonly notBefore?: Date;
  readonly expiresAt?: Date;
  readonly maxDurationSeconds?: number;
  readonly note?: string;
}
