import type { Partition } from "../aws/partition";

/** Kinds of targets. Adding one: a file in `lib/issuance/kinds/` and a line in its list. */
export const TARGET_KINDS = ["saml"] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export interface Account {
  readonly accountId: string;
  readonly partition: Partition;
  readonly name: string;
  readonly alias?: string;
  readonly region: string;
  readonly color?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A fixed value, or the value of a verified attribute of the person. */
export type SessionTagRule =
  | { readonly key: string; readonly value: string }
  | { readonly key: string; readonly attribute: string };

export interface Target {
  readonly id: string;
  readonly accountId: string;
  /** What the person sees and types; unique in the account. Usually the role's name. */
  readonly name: string;
  readonly kind: TargetKind;
  readonly roleArn: string;
  readonly providerArn?: string;
  readonly maxDurationSeconds: number;
  readonly sessionTags: readonly SessionTagRule[];
  readonly transitiveTagKeys: readonly string[];
  /** Whether to set SourceIdentity to the person's session name. */
  readonly sourceIdentity: boolean;
  readonly sessionPolicy?: string;
  readonly policyArns: readonly string[];
  readonly destination?: string;
  readonly description?: string;
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
