/** Permissions of the identities that Rolebridge calls AWS as. */
import type { Target, TargetOf } from "../../entitlements/model";
import { parseIamArn } from "../iam-arn";
import { type ConnectionFacts, type RoleNeed, tagKeysOf } from "../role-need";
import { oneOrMany, type PolicyDocument, policyOf } from "./policy-document";
import { extraActions } from "./trust-policy";

/** What an identity must be allowed beside the role's trust, and whose permission that is. */
export interface CallerPermission {
  /** A role or a user; the policy belongs to it. */
  readonly callerArn: string;
  readonly policyName: string;
  readonly policy: PolicyDocument;
  /** Why it is needed; for a comment. */
  readonly because: string;
}

/**
 * Permissions of the callers of AssumeRole. Across accounts AWS asks both sides; within one the trust
 * policy alone would do, but a permission that is written down survives a move to another account.
 */
export function callerPermissions(need: RoleNeed): readonly CallerPermission[] {
  const { door } = need;
  if (door.by !== "caller") return [];
  const toRole: CallerPermission = {
    callerArn: door.callerArn,
    policyName: policyName("Assume", need.roleArn),
    policy: allow(["sts:AssumeRole", ...extraActions(need)], need.roleArn),
    because: `lets it assume ${need.roleArn}`,
  };
  if (door.hub === undefined) return [toRole];
  const toHub: CallerPermission = {
    callerArn: door.hub.callerArn,
    policyName: policyName("Assume", door.hub.roleArn),
    policy: allow(["sts:AssumeRole"], door.hub.roleArn),
    because: `lets Rolebridge assume the hub role ${door.hub.roleArn}`,
  };
  return [toHub, toRole];
}

/** What the IAM user of a `federation-token` or `session-token` target must be allowed, or forbidden. */
export function userPermissions(target: Target, connections: ConnectionFacts): readonly CallerPermission[] {
  if (target.kind === "federation-token") return [federationPermission(target, connections)];
  if (target.kind === "session-token" && target.mfaSerial !== undefined) {
    return [
      {
        callerArn: target.accessKey.userArn,
        policyName: "RolebridgeRequireMfa",
        policy: REQUIRE_MFA,
        because: "makes the access key worthless without a one-time code",
      },
    ];
  }
  return [];
}

/** Only the tags that are used: ForAllValues holds for a session without tags too. */
function federationPermission(
  target: TargetOf<"federation-token">,
  connections: ConnectionFacts,
): CallerPermission {
  const keys = tagKeysOf(target, connections);
  const { userArn } = target.accessKey;
  const user = parseIamArn(userArn);
  const statement = {
    Effect: "Allow",
    Action: oneOrMany(["sts:GetFederationToken", ...(keys.length > 0 ? ["sts:TagSession"] : [])]),
    Resource: user === undefined ? "*" : `arn:${user.partition}:sts::${user.accountId}:federated-user/*`,
  } as const;
  const tagged = { Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": oneOrMany(keys) } } };
  return {
    callerArn: userArn,
    policyName: "RolebridgeFederation",
    policy: policyOf(keys.length > 0 ? { ...statement, ...tagged } : statement),
    because: "lets it ask for sessions of federated users; what those may do it must be allowed itself",
  };
}

/** IfExists: of a call with the long-lived key the condition key is absent, and that is what must be refused. */
const REQUIRE_MFA = policyOf({
  Effect: "Deny",
  NotAction: ["sts:GetSessionToken", "sts:GetCallerIdentity"],
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
});

function allow(actions: readonly string[], resource: string): PolicyDocument {
  return policyOf({ Effect: "Allow", Action: oneOrMany(actions), Resource: resource });
}

/** Inline policies have at most 128 characters of these. */
function policyName(verb: string, arn: string): string {
  const role = parseIamArn(arn);
  return `Rolebridge${verb}-${role === undefined ? "role" : `${role.accountId}-${role.name}`}`.slice(0, 128);
}
