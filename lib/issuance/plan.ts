import type { Partition } from "../aws/partition";
import type { StsPlace } from "../aws/sts-port";
import type { TargetKind } from "../entitlements/model";

/** Which limit made the duration what it is. */
export type DurationDecidedBy = "wish" | "default" | "grant" | "target" | "kind" | "role";

export interface SessionTag {
  readonly key: string;
  readonly value: string;
}

/** What every plan says, whatever the kind. */
export interface PlanCommon {
  readonly targetId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly partition: Partition;
  /** Where STS is asked first; also the region of what is handed over. */
  readonly region: string;
  /** The endpoints to ask, in order. Its first region is `region`. */
  readonly sts: StsPlace;
  readonly durationSeconds: number;
  readonly durationDecidedBy: DurationDecidedBy;
  readonly sessionName: string;
  readonly sourceIdentity?: string;
  readonly tags: readonly SessionTag[];
  readonly transitiveTagKeys: readonly string[];
  readonly policy?: string;
  readonly policyArns: readonly string[];
}

/** What a plan says beside the common, by kind. */
export interface KindPlans {
  readonly saml: {
    readonly roleArn: string;
    readonly providerArn: string;
    readonly recipient: string;
    readonly encryptionCertificate?: string;
  };
  readonly "saml-relay": {
    readonly roleArn: string;
    readonly providerArn: string;
    readonly relayConnection: string;
    /** The one assertion consumer that the assertion must be made out to; absent: any of the partition. */
    readonly recipient?: string;
  };
  readonly "web-identity": {
    readonly roleArn: string;
    /** `arn:aws:iam::123456789012:oidc-provider/rolebridge.example.com` */
    readonly providerArn: string;
    /** `iss` of the token. */
    readonly issuer: string;
    /** `sub` of the token: `user:<connection>:<session name>`. */
    readonly subject: string;
    readonly audience: string;
  };
  readonly "assume-role": {
    readonly roleArn: string;
    readonly hubRoleArn?: string;
    /** Absent: Rolebridge's own identity. */
    readonly accessKeyId?: string;
    readonly externalId?: string;
    readonly mfaSerial?: string;
  };
  readonly "federation-token": {
    readonly accessKeyId: string;
    readonly userArn: string;
    /** `Name` of GetFederationToken, 2 to 32 characters. */
    readonly federatedName: string;
  };
  readonly "session-token": {
    readonly accessKeyId: string;
    readonly userArn: string;
    readonly mfaSerial?: string;
  };
}

export type PlanOf<Kind extends TargetKind> = PlanCommon & { readonly kind: Kind } & KindPlans[Kind];

/**
 * What will be asked of STS: the one object that is validated, previewed, audited and executed.
 * It holds no secret.
 */
export type SessionPlan = { [Kind in TargetKind]: PlanOf<Kind> }[TargetKind];

/** Absent for the IAM-user kinds, which assume no role. */
export function roleArnOfPlan(plan: SessionPlan): string | undefined {
  return "roleArn" in plan ? plan.roleArn : undefined;
}
