/** AccessDenied: AWS says that it does not allow something, and hardly ever why. */
import { nameOfArn } from "../iam-arn";
import { deniedCauses } from "./denied-causes";
import type { RefusalCause, RefusalEntry, Situation } from "./explanation";
import { account, cause, list, subject, TELL_ROLEBRIDGE_ADMIN, tellAwsAdmin } from "./words";

const CODES = ["AccessDenied"];

export const DENIED_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "denied.saml",
    codes: CODES,
    message: /not authorized to perform:? sts:AssumeRoleWithSAML/i,
    meaning: (s) =>
      `AWS took the proof, and then did not let it into ${subject(s.plan)}. It says the same for a role that is missing, a trust policy that does not fit, a condition that fails, and tags or a source identity that are not allowed.`,
    causes: deniedCauses,
    trust: true,
    fails: "trust",
    proves: ["provider", "signature", "audience"],
  },
  {
    id: "denied.web_identity",
    codes: CODES,
    message: /not authorized to perform:? sts:AssumeRoleWithWebIdentity/i,
    meaning: (s) =>
      `AWS did not let the token into ${subject(s.plan)}. It says the same for a role that is missing, a trust policy that does not fit, a condition that fails, and tags or a source identity that are not allowed.`,
    causes: deniedCauses,
    trust: true,
    fails: "trust",
    // Whether the token is verified before the role is looked for is not documented.
    proves: [],
  },
  {
    id: "denied.bare",
    codes: CODES,
    message: /^access denied\.?$/i,
    kinds: ["saml", "saml-relay", "web-identity"],
    meaning: (s) =>
      `AWS denies access to ${subject(s.plan)} without naming the action. What is known of it says that it means the same: the proof does not open this role.`,
    causes: deniedCauses,
    trust: true,
    fails: "trust",
    // Where among its checks AWS uses these words is not known.
    proves: [],
  },
  {
    id: "denied.tag_session",
    codes: CODES,
    message: /not authorized to perform: sts:TagSession/i,
    meaning: (s) => `AWS does not allow the session tags ${tagKeys(s)} in a session of ${subject(s.plan)}.`,
    causes: deniedCauses,
    trust: true,
    fails: "tags",
    proves: ["signature"],
  },
  {
    id: "denied.source_identity",
    codes: CODES,
    message: /not authorized to perform: sts:SetSourceIdentity/i,
    meaning: (s) => `AWS does not allow a source identity in a session of ${subject(s.plan)}.`,
    causes: deniedCauses,
    trust: true,
    fails: "source_identity",
    proves: ["signature"],
  },
  {
    id: "denied.assume_role",
    codes: CODES,
    message: /not authorized to perform: sts:AssumeRole(?:\s|$)/i,
    meaning: (s) =>
      `The identity that calls may not assume ${assumed(s)}. AWS says the same whether the role is missing, its trust policy does not fit, a condition (external ID, MFA) fails, or the caller's own permissions lack it.`,
    causes: deniedCauses,
    trust: true,
    fails: "trust",
    proves: ["signature"],
  },
  {
    id: "mfa.code_wrong",
    codes: CODES,
    message: /invalid MFA one time pass code/i,
    meaning: () => "AWS does not take this code of the MFA device.",
    causes: (s) => [
      ...codeSpentElsewhere(s),
      cause("code_used_or_old", "person", "likely", {
        what: "The code was mistyped, is older than half a minute, or was used before: each works once.",
        todo: "Wait until the device shows the next code, and type that.",
        hint: "Wait until your device shows the next code, and type that: a code works once.",
      }),
      cause("device_out_of_step", "aws_administrator", "possible", {
        what: "The device's clock has run away from AWS's.",
        todo: "Resynchronise the device in IAM with two codes that follow each other.",
        hint: "If several codes fail, the device must be resynchronised by an administrator of the AWS account.",
      }),
    ],
    fails: "trust",
    proves: ["signature"],
  },
  {
    id: "mfa.device_unknown",
    codes: CODES,
    message: /unable to validate MFA code|must provide both MFA|MultiFactorAuthentication failed/i,
    meaning: (s) => `The MFA device ${mfaSerial(s)} is not one that belongs to the identity that calls.`,
    causes: (s) => [
      cause("mfa_serial_wrong", "rolebridge_administrator", "likely", {
        what: `The serial number at this target, ${mfaSerial(s)}, is not that of a device of the IAM user whose key is used.`,
        todo: "Copy the device's ARN from the user's security credentials in IAM. A security key or passkey cannot be used by the API.",
        hint: "The MFA device of this role is not set up right. Give the reference to a Rolebridge administrator.",
      }),
      cause("caller_is_no_user", "rolebridge_administrator", "possible", {
        what: "The caller is a role or has no device: only an IAM user's own device counts.",
        todo: "Give the target the access key of the user whom the device belongs to.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
    ],
    fails: "trust",
    proves: ["signature"],
  },
  {
    id: "user.called_with_session",
    codes: CODES,
    message: /with session credentials/i,
    meaning: () => "This call is only for the long-lived key of an IAM user, and a session's was used.",
    causes: () => [
      cause("key_is_of_a_session", "rolebridge_administrator", "certain", {
        what: "The access key that this target names is that of a session (ASIA…), not of an IAM user (AKIA…).",
        todo: "Make an access key for the IAM user, enter it, and choose it at this target.",
        hint: "The set-up of this access is wrong. Give the reference to a Rolebridge administrator.",
      }),
    ],
    fails: "signature",
    proves: [],
  },
  {
    id: "denied.federation_token",
    codes: CODES,
    message: /sts:GetFederationToken/i,
    kinds: ["federation-token"],
    meaning: (s) => `${subject(s.plan)} may not ask for sessions of federated users.`,
    causes: (s) => [
      cause("federation_not_permitted", "aws_administrator", "likely", {
        what: `${subject(s.plan)} lacks the permission sts:GetFederationToken${s.plan.tags.length > 0 ? ", or sts:TagSession" : ""}.`,
        todo: "Give the user the permission that the set-up of this target shows.",
        hint: tellAwsAdmin(s.plan),
      }),
    ],
    fails: "trust",
    proves: ["signature"],
  },
  {
    id: "denied.other",
    codes: CODES,
    meaning: (s) => `AWS does not allow this in ${account(s.plan)}, and does not say what it means.`,
    causes: deniedCauses,
    trust: true,
    fails: "trust",
    proves: [],
  },
];

/** A region that hangs may have taken the code before it hung; the next one then sees a code that was used. */
function codeSpentElsewhere({ facts: { unansweredRegions = [] } }: Situation): readonly RefusalCause[] {
  if (unansweredRegions.length === 0) return [];
  return [
    cause("code_spent_at_region", "person", "likely", {
      what: `AWS in ${list(unansweredRegions)} had the code before and did not answer: it may be used up there, and a code works once in all regions.`,
      todo: "Wait until the device shows the next code, and type that. The region that did not answer is left alone for a while.",
      hint: "AWS did not answer at first and may have used up your code. Wait until your device shows the next one, and type that.",
    }),
  ];
}

function tagKeys({ plan }: Situation): string {
  return plan.tags.map(({ key }) => key).join(", ");
}

function mfaSerial({ plan }: Situation): string {
  return "mfaSerial" in plan ? (plan.mfaSerial ?? "(none)") : "(none)";
}

/** With a hub AWS says in its words which of the two roles it means. */
function assumed({ plan, answer }: Situation): string {
  const resource = /on resource: (\S+)/.exec(answer.awsMessage)?.[1];
  const isHub = plan.kind === "assume-role" && plan.hubRoleArn !== undefined && resource === plan.hubRoleArn;
  return isHub ? `the hub role ${nameOfArn(resource ?? "")}` : subject(plan);
}
