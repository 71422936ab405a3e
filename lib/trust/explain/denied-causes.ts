/** Why a role may not let somebody in: every cause that what is known leaves open. */

import { AppError } from "../../errors/app-error";
import { extraActions } from "../policies/trust-policy";
import type { RoleDoor, RoleNeed } from "../role-need";
import { roleNeedOfPlan } from "../role-need";
import type { RefusalCause, Situation } from "./explanation";
import { otherAccount } from "./saml-proof-causes";
import { account, cause, list, subject, TELL_ROLEBRIDGE_ADMIN, tellAwsAdmin } from "./words";

/** What the role must trust; nothing where no role is assumed or nobody knows who calls. */
export function needOf({ plan, facts }: Situation): RoleNeed | undefined {
  try {
    return roleNeedOfPlan(plan, facts.settings, facts);
  } catch (error) {
    // Explaining a refusal must not end in another one.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Most likely first. */
export function deniedCauses(s: Situation): readonly RefusalCause[] {
  const { plan } = s;
  if (!("roleArn" in plan)) return [unknownCause(s)];
  const named = deniedAction(s);
  const need = needOf(s);
  const sure = otherAccount(s);
  const door = need?.door;
  return [
    ...sure,
    ...(named === undefined || named === "AssumeRole" ? [trustMissing(s, need), roleMissing(s)] : []),
    ...extrasMissing(s, named),
    ...relayedExtras(s),
    ...(door?.by === "caller" ? callerCauses(s, door) : []),
    ...(named === undefined || named === "AssumeRole" ? conditionFailed(s, door) : []),
  ];
}

/** AssumeRole's refusal names the action that was denied; the federated calls do not. */
function deniedAction({ answer }: Situation): string | undefined {
  return /not authorized to perform: sts:(AssumeRole|TagSession|SetSourceIdentity)(?:\s|$)/.exec(
    answer.awsMessage,
  )?.[1];
}

function trustMissing(s: Situation, need: RoleNeed | undefined): RefusalCause {
  const { plan } = s;
  const actions = [ACTIONS[plan.kind], ...(need === undefined ? [] : extraActions(need))];
  return cause("trust_policy", "aws_administrator", "likely", {
    what: `The trust policy of ${subject(plan)} does not allow ${list(actions)} for ${principalWords(need?.door)}.`,
    todo: `Give the role, in ${account(plan)}, the trust policy below.`,
    hint: `The role does not let Rolebridge in. ${tellAwsAdmin(plan)}`,
  });
}

function roleMissing({ plan }: Situation): RefusalCause {
  const arn = "roleArn" in plan ? plan.roleArn : "";
  return cause("role_missing", "rolebridge_administrator", "possible", {
    what: `There is no role ${arn}. Upper and lower case count, and so does the path; AWS does not say whether a role exists.`,
    todo: "Compare the ARN letter by letter with the one that IAM shows, and correct it at this target.",
    hint: "If the role was renamed or deleted in AWS, a Rolebridge administrator must correct it here.",
  });
}

/** `named`: the action that AWS said was denied. */
function extrasMissing(s: Situation, named: string | undefined): readonly RefusalCause[] {
  const { plan } = s;
  const causes: RefusalCause[] = [];
  const certainty = named === undefined ? "possible" : "certain";
  if (plan.tags.length > 0 && named !== "AssumeRole" && named !== "SetSourceIdentity") {
    const keys = list(plan.tags.map(({ key }) => key));
    causes.push(
      cause("tag_session", "aws_administrator", certainty, {
        what: `The session carries the tags ${keys}, and sts:TagSession is not allowed for them in the trust policy of ${subject(plan)}${callerToo(plan)}.`,
        todo: "Allow sts:TagSession as in the trust policy below, or take the tags away from this target in Rolebridge.",
        hint: `The role does not allow the session tags that Rolebridge sets. ${tellAwsAdmin(plan)}`,
      }),
    );
  }
  if (plan.sourceIdentity !== undefined && named !== "AssumeRole" && named !== "TagSession") {
    causes.push(
      cause("set_source_identity", "aws_administrator", certainty, {
        what: `The session carries a source identity, and sts:SetSourceIdentity is not allowed in the trust policy of ${subject(plan)}${callerToo(plan)}.`,
        todo: "Allow sts:SetSourceIdentity as in the trust policy below, or switch source identity off for this target in Rolebridge.",
        hint: `The role does not allow the source identity that Rolebridge sets. ${tellAwsAdmin(plan)}`,
      }),
    );
  }
  return causes;
}

/** What the company's assertion says beside the role is the company's; no plan has it. */
function relayedExtras({ plan }: Situation): readonly RefusalCause[] {
  if (plan.kind !== "saml-relay") return [];
  return [
    cause("relay_extras", "aws_administrator", "possible", {
      what: `The company identity provider's assertion may set session tags (PrincipalTag attributes) or a source identity, which the trust policy of ${subject(plan)} then must allow: sts:TagSession, sts:SetSourceIdentity.`,
      todo: "Allow those actions beside sts:AssumeRoleWithSAML, or take the attributes away from the company identity provider's app for AWS.",
      hint: tellAwsAdmin(plan),
    }),
  ];
}

function callerToo(plan: Situation["plan"]): string {
  return plan.kind === "assume-role" ? ", or not in the permissions of who calls" : "";
}

function callerCauses(
  { plan, answer }: Situation,
  door: Extract<RoleDoor, { by: "caller" }>,
): readonly RefusalCause[] {
  const causes: RefusalCause[] = [];
  if (door.hub !== undefined) causes.push(hubCause(answer.awsMessage, door.hub));
  if (door.externalId !== undefined) {
    causes.push(
      cause("external_id", "rolebridge_administrator", "possible", {
        what: "The role asks for another external ID than the one at this target. AWS never says so.",
        todo: "Ask who owns the role for the external ID of its trust policy, and enter it at this target.",
        hint: "The set-up of this role in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
      }),
    );
  } else {
    causes.push(
      cause("external_id_missing", "rolebridge_administrator", "possible", {
        what: "The role may ask for an external ID, and this target has none.",
        todo: "Look for sts:ExternalId in the role's trust policy; enter its value at this target.",
        hint: "The set-up of this role in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
      }),
    );
  }
  if (!door.mfa) {
    causes.push(
      cause("mfa_missing", "rolebridge_administrator", "possible", {
        what: "The role may ask for MFA (aws:MultiFactorAuthPresent), and this target names no device.",
        todo: "Enter the serial number of the calling user's MFA device at this target; a role cannot show a code.",
        hint: "The set-up of this role in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
      }),
    );
  }
  causes.push(
    cause("caller_permission", "aws_administrator", "possible", {
      what: `${door.callerArn} lacks the permission for sts:AssumeRole on ${"roleArn" in plan ? plan.roleArn : ""}; across accounts both sides must allow it.`,
      todo: "Give the caller the permission that the set-up of this target shows, in the caller's own account.",
      hint: TELL_ROLEBRIDGE_ADMIN,
    }),
  );
  return causes;
}

function hubCause(
  message: string,
  hub: { readonly roleArn: string; readonly callerArn: string },
): RefusalCause {
  const certain = message.endsWith(`on resource: ${hub.roleArn}`);
  return cause("hub_role", "aws_administrator", certain ? "certain" : "possible", {
    what: certain
      ? `${hub.callerArn} may not assume the hub role ${hub.roleArn}; the target's own role was not asked yet.`
      : `The hub role ${hub.roleArn} may not be the principal of the role's trust policy.`,
    todo: certain
      ? "Give the hub role the trust policy that the set-up of this target shows."
      : "Name the hub role, not Rolebridge's own identity, as principal of the role's trust policy.",
    hint: TELL_ROLEBRIDGE_ADMIN,
  });
}

function conditionFailed(s: Situation, door: RoleDoor | undefined): readonly RefusalCause[] {
  const compared = comparedWith(s, door);
  return [
    cause("condition", "aws_administrator", "possible", {
      what: `A condition of the trust policy fails. What AWS compared with: ${compared.join("; ")}. A date may have passed, and an address must be Rolebridge's own.`,
      todo: "Compare the conditions of the role's trust policy with these values and with the trust policy below.",
      hint: tellAwsAdmin(s.plan),
    }),
  ];
}

function comparedWith({ plan, facts }: Situation, door: RoleDoor | undefined): readonly string[] {
  const values: string[] = [];
  if (door?.by === "saml") {
    values.push(`SAML:aud ${door.recipient}`);
    if (door.issuer !== undefined) values.push(`SAML:iss ${door.issuer}`);
    if (door.subjectType !== undefined)
      values.push(`SAML:sub_type ${door.subjectType}`, `SAML:sub ${plan.sessionName}`);
  }
  if (door?.by === "oidc")
    values.push(`aud ${door.audience}`, `iss ${facts.settings.issuer}`, "sts:RoleAuthorizedByIdp true");
  if (plan.tags.length > 0) values.push(`aws:TagKeys ${plan.tags.map(({ key }) => key).join(", ")}`);
  if (plan.sourceIdentity !== undefined) values.push(`sts:SourceIdentity ${plan.sourceIdentity}`);
  values.push(`sts:RoleSessionName ${plan.sessionName}`);
  return values;
}

function unknownCause({ plan }: Situation): RefusalCause {
  return cause("user_permission", "aws_administrator", "likely", {
    what: `${subject(plan)} lacks a permission, or a policy denies it.`,
    todo: "Compare the user's policies with what the set-up of this target shows.",
    hint: tellAwsAdmin(plan),
  });
}

function principalWords(door: RoleDoor | undefined): string {
  if (door === undefined) return "the identity that Rolebridge calls as";
  return door.by === "caller" ? door.callerArn : `the federated principal ${door.providerArn}`;
}

const ACTIONS: Readonly<Record<Situation["plan"]["kind"], string>> = {
  saml: "sts:AssumeRoleWithSAML",
  "saml-relay": "sts:AssumeRoleWithSAML",
  "web-identity": "sts:AssumeRoleWithWebIdentity",
  "assume-role": "sts:AssumeRole",
  "federation-token": "sts:GetFederationToken",
  "session-token": "sts:GetSessionToken",
};
