import { providerArnOf } from "../aws/arn";
import type { Partition } from "../aws/partition";
import { samlRecipient } from "../aws/partitions";
import type { Account, Target } from "../entitlements/model";
import { AppError } from "../errors/app-error";
import type { SessionPlan } from "../issuance/plan";
import { principalOfCaller } from "./iam-arn";
import type { TrustSettings } from "./trust-settings";

/** Who a role lets in, and what it compares. */
export type RoleDoor =
  | {
      readonly by: "saml";
      readonly providerArn: string;
      readonly recipient: string;
      /** entityID that signs; absent where another identity provider's is not known here. */
      readonly issuer?: string;
      /** What we put into NameID; absent for another identity provider. */
      readonly subjectType?: "persistent";
    }
  | { readonly by: "oidc"; readonly providerArn: string; readonly audience: string }
  | {
      readonly by: "caller";
      /** The identity that calls AssumeRole on the role: a user, a role, or the hub role. */
      readonly callerArn: string;
      /** With a hub role: who assumes the hub. */
      readonly hub?: { readonly roleArn: string; readonly callerArn: string };
      readonly externalId?: string;
      /** Whether the first call carries a one-time code. */
      readonly mfa: boolean;
    };

/** What a role must allow for a session of Rolebridge, whether it is read from a target or from a plan. */
export interface RoleNeed {
  readonly roleArn: string;
  readonly door: RoleDoor;
  /** Keys of the session tags that may come: the target's own and, where it takes them, those of every connection. */
  readonly tagKeys: readonly string[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: boolean;
}

type RoleTarget = Extract<Target, { roleArn: string }>;
type RolePlan = Extract<SessionPlan, { roleArn: string }>;

/** Entity IDs of company identity providers by the slug of their connection, for `saml-relay`. */
export type RelayIssuers = Readonly<Record<string, string>>;

/** What targets lean on that connections say. */
export interface ConnectionFacts {
  readonly relayIssuers: RelayIssuers;
  /** Metadata of the same identity providers, for the provider in IAM that stands for them. */
  readonly relayMetadata: Readonly<Record<string, string>>;
  /** Keys of the tags that any connection sets, for targets that take those. */
  readonly tagKeys: readonly string[];
}

/** Of an installation whose connections set no tags and relay nothing. */
export const NO_CONNECTION_FACTS: ConnectionFacts = { relayIssuers: {}, relayMetadata: {}, tagKeys: [] };

/**
 * @returns nothing for the kinds that assume no role
 * @throws AppError `trust.identity_unknown` when Rolebridge itself must call and has no identity
 */
export function roleNeedOfTarget(
  target: Target,
  account: Pick<Account, "accountId" | "partition">,
  settings: TrustSettings,
  connections: ConnectionFacts,
): RoleNeed | undefined {
  if (!("roleArn" in target)) return undefined;
  return {
    roleArn: target.roleArn,
    door: doorOfTarget(target, account, settings, connections.relayIssuers),
    tagKeys: tagKeysOf(target, connections),
    transitiveTagKeys: target.transitiveTagKeys,
    sourceIdentity: target.sourceIdentity,
  };
}

/** AWS does not tell upper from lower case in keys; the target's own spelling wins, as it does in a plan. */
export function tagKeysOf(
  { sessionTags, useConnectionTags }: Pick<Target, "sessionTags" | "useConnectionTags">,
  connections: ConnectionFacts,
): readonly string[] {
  const keys = [...sessionTags.map(({ key }) => key), ...(useConnectionTags ? connections.tagKeys : [])];
  const first = new Map<string, string>();
  for (const key of keys) if (!first.has(key.toLowerCase())) first.set(key.toLowerCase(), key);
  return [...first.values()];
}

function doorOfTarget(
  target: RoleTarget,
  { accountId, partition }: Pick<Account, "accountId" | "partition">,
  settings: TrustSettings,
  relayIssuers: RelayIssuers,
): RoleDoor {
  switch (target.kind) {
    case "saml":
      return ownSaml(
        target.providerArn ?? providerArnOf(partition, accountId, settings.samlProviderName),
        target.recipient ?? samlRecipient(partition),
        settings,
      );
    case "saml-relay":
      return relayedSaml(target, partition, relayIssuers[target.relayConnection]);
    case "web-identity":
      return {
        by: "oidc",
        providerArn: oidcProviderArn(partition, accountId, settings.issuer),
        audience: target.audience ?? DEFAULT_AUDIENCE,
      };
    case "assume-role":
      return callerDoor(target, target.accessKey?.userArn ?? settings.ownIdentityArn);
  }
}

/**
 * @param userArn of the access key that a plan of kind `assume-role` names
 * @returns nothing for the kinds that assume no role
 * @throws AppError `trust.identity_unknown`
 */
export function roleNeedOfPlan(
  plan: SessionPlan,
  settings: TrustSettings,
  { userArn, relayIssuers = {} }: { readonly userArn?: string; readonly relayIssuers?: RelayIssuers } = {},
): RoleNeed | undefined {
  if (!("roleArn" in plan)) return undefined;
  const caller = plan.kind === "assume-role" && plan.accessKeyId !== undefined ? userArn : undefined;
  return {
    roleArn: plan.roleArn,
    door: doorOfPlan(plan, settings, caller, relayIssuers),
    tagKeys: plan.tags.map((tag) => tag.key),
    transitiveTagKeys: plan.transitiveTagKeys,
    sourceIdentity: plan.sourceIdentity !== undefined,
  };
}

function doorOfPlan(
  plan: RolePlan,
  settings: TrustSettings,
  userArn: string | undefined,
  relayIssuers: RelayIssuers,
): RoleDoor {
  switch (plan.kind) {
    case "saml":
      return ownSaml(plan.providerArn, plan.recipient, settings);
    case "saml-relay":
      return relayedSaml(plan, plan.partition, relayIssuers[plan.relayConnection]);
    case "web-identity":
      return { by: "oidc", providerArn: plan.providerArn, audience: plan.audience };
    case "assume-role":
      return callerDoor(plan, plan.accessKeyId === undefined ? settings.ownIdentityArn : userArn);
  }
}

/** `aud` of our tokens where a target names no other (IAM User Guide's own example). */
const DEFAULT_AUDIENCE = "sts.amazonaws.com";

function ownSaml(providerArn: string, recipient: string, settings: TrustSettings): RoleDoor {
  return { by: "saml", providerArn, recipient, issuer: settings.samlEntityId, subjectType: "persistent" };
}

function relayedSaml(
  { providerArn, recipient }: { readonly providerArn: string; readonly recipient?: string },
  partition: Partition,
  issuer: string | undefined,
): RoleDoor {
  const at = recipient ?? samlRecipient(partition);
  return { by: "saml", providerArn, recipient: at, ...(issuer === undefined ? {} : { issuer }) };
}

function callerDoor(
  settings: { readonly hubRoleArn?: string; readonly externalId?: string; readonly mfaSerial?: string },
  firstCallerArn: string | undefined,
): RoleDoor {
  if (firstCallerArn === undefined) {
    throw new AppError("trust.identity_unknown", { reason: "no_caller" });
  }
  const first = principalOfCaller(firstCallerArn);
  const { hubRoleArn, externalId, mfaSerial } = settings;
  return {
    by: "caller",
    callerArn: hubRoleArn ?? first,
    ...(hubRoleArn === undefined ? {} : { hub: { roleArn: hubRoleArn, callerArn: first } }),
    ...(externalId === undefined ? {} : { externalId }),
    mfa: mfaSerial !== undefined,
  };
}

/** IAM names an OpenID Connect provider by its issuer without the scheme. */
function oidcProviderArn(partition: string, accountId: string, issuer: string): string {
  return `arn:${partition}:iam::${accountId}:oidc-provider/${issuer.replace(/^https?:\/\//, "").replace(/\/$/, "")}`;
}
