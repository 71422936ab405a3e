import { AppError } from "../errors/app-error";
import { parseProviderArn, parseRoleArn } from "./arn";
import type { AssumeRoleWithSamlRequest } from "./sts-port";

/** What was asked when AWS refused; without the assertion. */
export type RefusedRequest = Omit<AssumeRoleWithSamlRequest, "samlAssertion">;

interface Refusal {
  readonly code: RegExp;
  /** Of AWS's message; absent matches any. */
  readonly message?: RegExp;
  /** Most likely cause first; each says who must change what. */
  readonly hints: (request: RefusedRequest) => readonly string[];
}

/** Messages are AWS's own (IAM User Guide, troubleshoot SAML, and captures); first match wins. */
const REFUSALS: readonly Refusal[] = [
  {
    code: /^ExpiredToken/,
    hints: () => [
      "AWS says the proof is too old. Rolebridge makes it the moment it is used, so this server's clock is probably wrong: the operator should check that it is set by NTP.",
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /signature invalid/i,
    hints: (request) => [
      `The SAML provider ${request.principalArn} holds a certificate that is not Rolebridge's current one. An administrator of AWS account ${accountOf(request)} should update the provider with the metadata at ${request.asserted.issuer}.`,
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /provider doesn't exist/i,
    hints: (request) => [
      `There is no SAML provider named ${providerNameOf(request)} in AWS account ${accountOf(request)}. An administrator of that account should create it from the metadata at ${request.asserted.issuer}.`,
      "If the provider has another name there, a Rolebridge administrator should enter its ARN at this role.",
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /issuer not present/i,
    hints: (request) => [
      `The SAML provider ${request.principalArn} was made from another metadata document. Its entityID must be ${request.asserted.issuer}; an administrator of AWS account ${accountOf(request)} should update it with the metadata from that address.`,
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /requested Role and Metadata/i,
    hints: (request) => [
      `AWS does not find the pair of role ${request.roleArn} and provider ${request.principalArn} in the proof. A Rolebridge administrator should check both ARNs at this role; upper and lower case count.`,
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /required audience/i,
    hints: (request) => [
      `The account's partition seems to be another than ${request.partition}: AWS expects another audience. A Rolebridge administrator should check the partition of account ${accountOf(request)}.`,
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /source identity/i,
    hints: () => [
      "AWS does not take this person's session name as source identity. A Rolebridge administrator can switch source identity off for this role.",
    ],
  },
  { code: /^InvalidIdentityToken|^IDPRejectedClaim|^IDPCommunicationError/, hints: ownFault },
  {
    code: /^AccessDenied/,
    hints: (request) => [...trustPolicyHints(request), ...conditionHints(request)],
  },
  {
    code: /^ValidationError/,
    message: /MaxSessionDuration|1 hour session limit/i,
    hints: (request) => [
      `The role allows shorter sessions than the ${request.durationSeconds} seconds asked for. Choose a shorter duration.`,
      `For longer sessions, an administrator of AWS account ${accountOf(request)} should raise the maximum session duration of role ${roleNameOf(request)}; otherwise a Rolebridge administrator should lower the limit of this role to what AWS allows.`,
    ],
  },
  {
    code: /^ValidationError/,
    message: /ARN is invalid|is invalid$|at 'roleArn'|at 'principalArn'/i,
    hints: (request) => [
      `A Rolebridge administrator should check the ARNs of this role: ${request.roleArn} and ${request.principalArn}.`,
    ],
  },
  {
    code: /^PackedPolicyTooLarge/,
    hints: (request) => [
      `Session tags and session policy together are too large for AWS. A Rolebridge administrator should use fewer or shorter ones at this role${tagList(request, " (tags now: ", ")")}.`,
    ],
  },
  {
    code: /^MalformedPolicyDocument/,
    hints: () => [
      "AWS cannot read the session policy of this role. A Rolebridge administrator should correct it.",
    ],
  },
  {
    code: /^RegionDisabled/,
    hints: (request) => [
      `STS is not switched on for region ${request.region} in AWS account ${accountOf(request)}. A Rolebridge administrator should give the account another region, or an administrator of the AWS account should enable this one.`,
    ],
  },
  {
    code: /^Throttling|^RequestLimitExceeded|^TooManyRequests/,
    hints: (request) => [
      `AWS receives too many requests for region ${request.region} just now. Try again in a minute.`,
    ],
  },
];

/**
 * AWS's answer, with what it means in this situation and who must change what.
 *
 * @param code AWS's wire code, e.g. `AccessDenied`
 */
export function awsRefusal(
  code: string,
  message: string,
  request: RefusedRequest,
  cause?: unknown,
): AppError {
  const known = REFUSALS.find(
    (refusal) => refusal.code.test(code) && (refusal.message?.test(message) ?? true),
  );
  return new AppError("aws.refused", {
    cause,
    reason: code,
    aws: {
      awsCode: code,
      awsMessage: message,
      hints: known?.hints(request) ?? [
        "Rolebridge does not know this answer. A Rolebridge administrator should look up the code in the AWS documentation of AssumeRoleWithSAML.",
      ],
    },
  });
}

/** STS gives one text for a missing role, a trust policy that does not match, and a failed condition. */
function trustPolicyHints(request: RefusedRequest): string[] {
  const { asserted, principalArn } = request;
  const actions = ["sts:AssumeRoleWithSAML"];
  if (asserted.tagKeys.length > 0) actions.push("sts:TagSession");
  if (asserted.sourceIdentity !== undefined) actions.push("sts:SetSourceIdentity");
  const because = actions.length > 1 ? `, because this role is set up with ${extras(request)}` : "";
  return [
    `The trust policy of role ${roleNameOf(request)} in AWS account ${accountOf(request)} must allow ${actions.join(" and ")} for the federated principal ${principalArn}${because}. An administrator of the AWS account can change it.`,
    `The role may not exist, or be spelt otherwise: ${request.roleArn}. Upper and lower case count. A Rolebridge administrator can correct it.`,
  ];
}

function conditionHints(request: RefusedRequest): string[] {
  const { recipient, issuer } = request.asserted;
  return [
    `If the trust policy has conditions, they must hold for SAML:aud ${recipient}, SAML:iss ${issuer} and SAML:sub_type persistent.`,
  ];
}

function extras(request: RefusedRequest): string {
  const tags = tagList(request, "the session tags ", "");
  const identity = request.asserted.sourceIdentity === undefined ? "" : "a source identity";
  return [tags, identity].filter((part) => part !== "").join(" and ");
}

function tagList(request: RefusedRequest, before: string, after: string): string {
  const { tagKeys } = request.asserted;
  return tagKeys.length === 0 ? "" : `${before}${tagKeys.join(", ")}${after}`;
}

function ownFault(): readonly string[] {
  return [
    "AWS could not use the proof that Rolebridge made. Give the reference to a Rolebridge administrator: this needs a look at the log.",
  ];
}

function accountOf(request: RefusedRequest): string {
  return parseRoleArn(request.roleArn).accountId;
}

function roleNameOf(request: RefusedRequest): string {
  return parseRoleArn(request.roleArn).roleName;
}

function providerNameOf(request: RefusedRequest): string {
  return parseProviderArn(request.principalArn).name;
}
