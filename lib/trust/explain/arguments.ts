/** Refusals of what was asked, before AWS looks at who asks. */
import type { RefusalCause, RefusalEntry, Situation } from "./explanation";
import { cause, providerArn, subject } from "./words";

const SET_UP_WRONG =
  "The set-up of this role in Rolebridge is wrong. Give the reference to a Rolebridge administrator.";
const VALIDATION = ["ValidationError", "Validation"];

export const ARGUMENT_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "argument.principal_arn",
    codes: VALIDATION,
    message: /principal ARN is invalid|at 'principalArn'/i,
    meaning: (s) => `${providerArn(s.plan)} is not the ARN of a SAML provider.`,
    causes: (s) => [
      cause("provider_arn_wrong", "rolebridge_administrator", "certain", {
        what: `The provider's ARN at this target is not one: ${providerArn(s.plan)}.`,
        todo: "Copy the ARN of the identity provider from IAM, or leave it empty for the usual one.",
        hint: SET_UP_WRONG,
      }),
    ],
    fails: "configuration",
    proves: [],
  },
  {
    id: "argument.role_arn",
    codes: VALIDATION,
    message: /ARN is invalid|is invalid$|at 'roleArn'/i,
    meaning: (s) => `What was asked for is not the ARN of a role: ${roleArn(s)}.`,
    causes: (s) => [
      cause("role_arn_wrong", "rolebridge_administrator", "certain", {
        what: `The role's ARN at this target is not one: ${roleArn(s)}.`,
        todo: "Copy the role's ARN from IAM.",
        hint: SET_UP_WRONG,
      }),
    ],
    fails: "configuration",
    proves: [],
  },
  {
    id: "argument.duration",
    codes: [...VALIDATION, "MalformedInput"],
    message: /at 'durationSeconds'|decimal type|^$/,
    meaning: ({ plan }) => `AWS does not take ${plan.durationSeconds} seconds as a duration for this call.`,
    causes: () => [
      cause("duration_out_of_range", "person", "likely", {
        what: "The duration is shorter than 15 minutes or longer than this kind of session may be.",
        todo: "Choose a duration within the limits that are shown.",
        hint: "Choose another duration.",
      }),
    ],
    fails: "duration",
    proves: [],
  },
  {
    id: "argument.mfa",
    codes: VALIDATION,
    message: /at 'tokenCode'|at 'serialNumber'/,
    meaning: () => "AWS does not take the MFA code or the device's serial number as such.",
    causes: () => [
      cause("mfa_code_malformed", "person", "likely", {
        what: "A code of an MFA device is six digits.",
        todo: "Type the six digits that the device shows.",
        hint: "Type the six digits that your MFA device shows.",
      }),
      cause("mfa_serial_malformed", "rolebridge_administrator", "possible", {
        what: "The device's serial number at this target is not one.",
        todo: "Copy the device's ARN from the user's security credentials in IAM.",
        hint: SET_UP_WRONG,
      }),
    ],
    fails: "trust",
    proves: [],
  },
  {
    id: "argument.proof_too_large",
    codes: VALIDATION,
    message: /at 'sAMLAssertion'|at 'webIdentityToken'/i,
    meaning: () =>
      "The proof is longer than AWS takes: 100,000 characters of a SAML response, 20,000 of a token.",
    causes: ({ plan }) => [
      cause("proof_too_large", "rolebridge_administrator", "likely", {
        what:
          plan.kind === "saml-relay"
            ? "The company identity provider's response holds too much, usually one Role value for each of hundreds of roles or every group of the person."
            : "The session tags make the proof too long.",
        todo:
          plan.kind === "saml-relay"
            ? "Send only the roles of this person, and no groups, in the app for AWS."
            : "Use fewer or shorter session tags at this target.",
        hint: "Your set-up for this role holds too much. Give the reference to a Rolebridge administrator.",
      }),
    ],
    fails: "signature",
    proves: [],
  },
  {
    id: "argument.policy",
    codes: VALIDATION,
    message: /at 'policy(?:Arns)?'/,
    meaning: () =>
      "AWS does not take the session policy: it is longer than 2,048 characters, has characters beyond Latin-1, or there are more than ten policy ARNs.",
    causes: (s) => [sessionPolicy(s, "certain")],
    fails: "session_policy",
    proves: [],
  },
  {
    id: "argument.source_identity_set",
    codes: VALIDATION,
    message: /source identity is already set/i,
    meaning: () =>
      "The session with which Rolebridge calls already has a source identity, which nobody can change.",
    causes: ({ plan }) => [
      cause("source_identity_inherited", "rolebridge_administrator", "certain", {
        what: `Rolebridge's own AWS identity was assumed with a source identity, and ${subject(plan)} is to get another.`,
        todo: "Switch source identity off for this target, or give Rolebridge an identity without one.",
        hint: SET_UP_WRONG,
      }),
    ],
    fails: "source_identity",
    proves: ["signature"],
  },
  {
    id: "argument.tags",
    codes: ["InvalidParameterValue", ...VALIDATION],
    message: /tag/i,
    meaning: () => "AWS does not take the session tags as they are.",
    causes: tagCauses,
    fails: "tags",
    proves: [],
  },
  {
    id: "argument.other",
    codes: [...VALIDATION, "InvalidParameterValue", "MalformedInput", "MissingParameter"],
    meaning: () => "AWS does not take one of the values that were asked with; its words name it.",
    causes: () => [
      cause("argument_invalid", "rolebridge_administrator", "likely", {
        what: "A value of this target does not fit AWS's rules for it.",
        todo: "Correct the value that AWS's words name (external ID, session name, tag) at this target.",
        hint: SET_UP_WRONG,
      }),
    ],
    proves: [],
  },
  {
    id: "endpoint.action_unknown",
    codes: ["InvalidAction", "UnknownOperation"],
    meaning: (s) => `The STS endpoint in ${s.plan.region} does not know this call.`,
    causes: () => [
      cause("not_aws", "rolebridge_administrator", "likely", {
        what: "The account's own STS endpoint is a store that knows only part of AWS's STS.",
        todo: "Use a kind of target that the endpoint knows, or correct the endpoint of the account.",
        hint: SET_UP_WRONG,
      }),
    ],
    fails: "endpoint",
    proves: [],
  },
];

function tagCauses({ plan, answer }: Situation): readonly RefusalCause[] {
  const keys = plan.tags.map(({ key }) => key).join(", ");
  if (/conflicts with a transitive tag key/i.test(answer.awsMessage)) {
    return [
      cause("tag_inherited", "rolebridge_administrator", "certain", {
        what: `The identity that Rolebridge calls as brings a transitive tag with one of the keys ${keys}, which cannot be set again.`,
        todo: "Take the tag away from this target, or from the session that Rolebridge runs in.",
        hint: SET_UP_WRONG,
      }),
    ];
  }
  return [
    cause("tag_invalid", "rolebridge_administrator", "likely", {
      what: `A key or value of the tags ${keys} breaks a rule: letters, digits, spaces and _.:/=+-@ only, keys of 128 and values of 256 characters, 50 tags, no key twice in another case, and transitive keys only of tags that are there.`,
      todo: "Correct the tag rules at this target or at the connection, or the person's attribute at the identity provider.",
      hint: "One of your attributes does not fit as a session tag. Give the reference to a Rolebridge administrator.",
    }),
  ];
}

export function sessionPolicy({ plan }: Situation, certainty: "certain" | "likely"): RefusalCause {
  const arns = plan.policyArns.length === 0 ? "" : ` (and ${plan.policyArns.length} policy ARNs)`;
  return cause("session_policy", "rolebridge_administrator", certainty, {
    what: `The session policy of this target${arns} is not one that AWS takes.`,
    todo: "Correct the session policy at this target; IAM's policy editor shows what is wrong with it.",
    hint: SET_UP_WRONG,
  });
}

function roleArn({ plan }: Situation): string {
  return "roleArn" in plan ? plan.roleArn : "";
}
