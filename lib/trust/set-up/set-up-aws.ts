/**
 * Everything that AWS must hold for targets to work, as texts that an administrator pastes. First what (resources
 * by account), then how it is written (one file a format): a format cannot forget a resource.
 */
import type { Account, Target } from "../../entitlements/model";
import { nameOfArn, parseIamArn } from "../iam-arn";
import { type CallerPermission, callerPermissions, userPermissions } from "../policies/permission-policies";
import { hubTrustPolicyFor, trustPolicyFor } from "../policies/trust-policy";
import { type ConnectionFacts, type RoleNeed, roleNeedOfTarget } from "../role-need";
import type { TrustConditions, TrustSettings } from "../trust-settings";
import { awsCliOf } from "./aws-cli";
import { type AccountSetUp, type AwsResource, type RoleResource, roleDescription } from "./aws-resource";
import { cloudFormationOf, stackSetOf } from "./cloudformation";
import { mergeResources } from "./merge-resources";
import { plainJsonOf } from "./plain-json";
import { notesFor } from "./set-up-notes";
import { type SetUpRefusal, setUpRefusals } from "./set-up-refusals";
import { terraformOf } from "./terraform";

export interface SetUpInput {
  readonly account: Pick<Account, "accountId" | "partition" | "name">;
  /** One, or all of the account. */
  readonly targets: readonly Target[];
  readonly settings: TrustSettings;
  /** Our SAML identity provider metadata, as `/aws/saml/metadata` serves it. */
  readonly samlMetadataXml: string;
  readonly conditions?: TrustConditions;
  /** What the roles may do, for all of them; none: an administrator attaches policies later. */
  readonly permissionPolicyArns?: readonly string[];
  readonly connections: ConnectionFacts;
  /** Leaves the identity providers out, where an earlier set-up of the account made them. */
  readonly providersExist?: boolean;
}

/** One account's set-up in every format. */
export interface SetUpTexts {
  readonly accountId: string;
  /** Sentences for beside the texts; they also are in the texts. */
  readonly notes: readonly string[];
  readonly terraform: string;
  readonly cloudFormation: string;
  /** Absent for what belongs to this account only. */
  readonly stackSet?: string;
  readonly awsCli: string;
  readonly json: string;
  /** What IAM may answer to them, and what to do then. */
  readonly refusals: readonly SetUpRefusal[];
}

/**
 * @returns the targets' account first, then others that must hold something: of hub roles and of callers
 * @throws AppError `trust.identity_unknown`, `aws.arn_invalid`
 */
export function setUpAws(input: SetUpInput): readonly SetUpTexts[] {
  const isEncrypted = input.targets.some(
    (target) => target.kind === "saml" && target.encryptionCertificate !== undefined,
  );
  return accountSetUps(input).map((setUp) => ({
    accountId: setUp.accountId,
    notes: setUp.notes,
    terraform: terraformOf(setUp),
    cloudFormation: cloudFormationOf(setUp),
    ...(setUp.accountId === input.account.accountId && setUp.resources.some(({ type }) => type === "role")
      ? { stackSet: stackSetOf(setUp) }
      : {}),
    awsCli: awsCliOf(setUp),
    json: plainJsonOf(setUp),
    refusals: setUpRefusals(setUp, isEncrypted && setUp.accountId === input.account.accountId),
  }));
}

/** The same before it is written in a format. */
export function accountSetUps(input: SetUpInput): readonly AccountSetUp[] {
  const { account, targets } = input;
  const found = new Map<string, AwsResource[]>([[account.accountId, []]]);
  const notes = new Set<string>();
  for (const target of targets) {
    for (const [accountId, resource] of resourcesOf(target, input)) {
      found.set(accountId, [...(found.get(accountId) ?? []), resource]);
    }
    for (const note of notesFor(target, input.settings)) notes.add(note);
  }
  const names = targets.map(({ name }) => name).join(", ");
  return Array.from(found, ([accountId, resources]) => {
    const own = accountId === account.accountId;
    return {
      accountId,
      partition: account.partition,
      accountName: own ? account.name : `for ${account.name}`,
      purpose: own ? `access to ${names}` : `what ${names} in account ${account.accountId} needs here`,
      resources: mergeResources(resources),
      notes: own ? [...notes] : [],
    };
  }).filter(({ resources, notes: said }) => resources.length > 0 || said.length > 0);
}

type Placed = readonly [accountId: string, resource: AwsResource];

function resourcesOf(target: Target, input: SetUpInput): readonly Placed[] {
  const { account, settings, connections } = input;
  const need = roleNeedOfTarget(target, account, settings, connections);
  if (need === undefined) return userPermissions(target, connections).flatMap(inlinePolicy);
  const role = roleResource(need.roleArn, {
    description: `${target.name}. ${target.description ?? ""}`,
    maxSessionDurationSeconds: roleMaximum(target),
    trustPolicy: trustPolicyFor(need, input.conditions),
    managedPolicyArns: input.permissionPolicyArns ?? [],
  });
  return [
    ...(input.providersExist === true ? [] : providerOf(target, need, input)),
    ...role.map((resource): Placed => [account.accountId, resource]),
    ...hubOf(need, input),
    ...callerPermissions(need).flatMap(inlinePolicy),
  ];
}

/** The provider that vouches for the role's people; of a connection that is gone nothing is known to describe. */
function providerOf(target: Target, need: RoleNeed, input: SetUpInput): readonly Placed[] {
  const { door } = need;
  const { accountId } = input.account;
  if (door.by === "saml") {
    const isCompanys = target.kind === "saml-relay";
    const metadataXml = isCompanys
      ? input.connections.relayMetadata[target.relayConnection]
      : input.samlMetadataXml;
    if (metadataXml === undefined) return [];
    const name = nameOfArn(door.providerArn);
    return [[accountId, { type: "saml-provider", name, metadataXml, isCompanys }]];
  }
  if (door.by !== "oidc") return [];
  const url = input.settings.issuer.replace(/\/$/, "");
  return [[accountId, { type: "oidc-provider", url, audiences: [door.audience] }]];
}

function hubOf(need: RoleNeed, input: SetUpInput): readonly Placed[] {
  const hubTrust = hubTrustPolicyFor(need, input.conditions);
  if (hubTrust === undefined || need.door.by !== "caller" || need.door.hub === undefined) return [];
  const { roleArn } = need.door.hub;
  const hub = parseIamArn(roleArn);
  if (hub === undefined) return [];
  return roleResource(roleArn, {
    description: "the role through which the roles of other accounts are assumed.",
    maxSessionDurationSeconds: MIN_ROLE_MAXIMUM,
    trustPolicy: hubTrust,
    managedPolicyArns: [],
  }).map((resource) => [hub.accountId, resource]);
}

function roleResource(
  arn: string,
  settings: Omit<RoleResource, "type" | "name" | "path">,
): readonly RoleResource[] {
  const role = parseIamArn(arn);
  if (role === undefined) return [];
  const description = roleDescription(settings.description);
  return [{ type: "role", name: role.name, path: role.path, ...settings, description }];
}

function inlinePolicy(permission: CallerPermission): readonly Placed[] {
  const identity = parseIamArn(permission.callerArn);
  if (identity === undefined) return [];
  const { policyName, policy, because } = permission;
  return [
    [
      identity.accountId,
      { type: "inline-policy", on: identity.type, identityName: identity.name, policyName, policy, because },
    ],
  ];
}

/** Seconds; IAM's bounds of a role's MaxSessionDuration. */
const MIN_ROLE_MAXIMUM = 3600;
const MAX_ROLE_MAXIMUM = 43_200;

/** A role of assumed roles never gives more than an hour; asking IAM for more does no harm. */
function roleMaximum(target: Target): number {
  const known = "roleMaxDurationSeconds" in target ? target.roleMaxDurationSeconds : undefined;
  return Math.min(MAX_ROLE_MAXIMUM, Math.max(MIN_ROLE_MAXIMUM, known ?? target.maxDurationSeconds));
}
