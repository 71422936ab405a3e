/**
 * What AWS must hold for a plan, and what its answers mean when it does not. This room knows AWS, entitlements
 * and plans; it knows nothing of HTTP, the database or who is reading.
 */
import type { AwsRefusalDetail } from "../errors/app-error";
import { roleArnOfPlan, type SessionPlan } from "../issuance/plan";

/** What was asked when AWS refused. */
export interface RefusedRequest {
  readonly plan: SessionPlan;
  /** Our entityID. */
  readonly issuer: string;
}

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
      `The SAML provider ${providerArnOf(request)} holds a certificate that is not Rolebridge's current one. An administrator of AWS account ${accountOf(request)} should update the provider with the metadata at ${request.issuer}.`,
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /provider doesn't exist/i,
    hints: (request) => [
      `There is no SAML provider ${providerArnOf(request)} in AWS account ${accountOf(request)}. An administrator of that account should create it from the metadata at ${request.issuer}.`,
      "If the provider has another name there, a Rolebridge administrator should enter its ARN at this role.",
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /issuer not present/i,
    hints: (request) => [
      `The SAML provider ${providerArnOf(request)} was made from another metadata document. Its entityID must be ${request.issuer}; an administrator of AWS account ${accountOf(request)} should update it with the metadata from that address.`,
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /requested Role and Metadata/i,
    hints: (request) => [
      `AWS does not find the pair of role ${roleArnOfPlan(request.plan)} and provider ${providerArnOf(request)} in the proof. A Rolebridge administrator should check both ARNs at this role; upper and lower case count.`,
    ],
  },
  {
    code: /^InvalidIdentityToken/,
    message: /required audience/i,
    hints: (request) => [
      `The account's partition seems to be another than ${request.plan.partition}: AWS expects another audience. A Rolebridge administrator should check the partition of account ${accountOf(request)}.`,
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
      `The role allows shorter sessions than the ${request.plan.durationSeconds} seconds asked for. Choose a shorter duration.`,
      `For longer sessions, an administrator of AWS account ${accountOf(request)} should raise the maximum session duration of role ${roleNameOf(request)}; otherwise a Rolebridge administrator should lower the limit of this role to what AWS allows.`,
    ],
  },
  {
    code: /^ValidationError/,
    message: /ARN is invalid|is invalid$|at 'roleArn'|at 'principalArn'/i,
    hints: (request) => [
      `A Rolebridge administrator should check the ARNs of this role: ${roleArnOfPlan(request.plan)} and ${providerArnOf(request)}.`,
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
      `STS is not switched on for region ${request.plan.region} in AWS account ${accountOf(request)}. A Rolebridge administrator should give the account another region, or an administrator of the AWS account should enable this one.`,
    ],
  },
  {
    code: /^Throttling|^RequestLimitExceeded|^TooManyRequests/,
    hints: (request) => [
      `AWS receives too many requests for region ${request.plan.region} just now. Try again in a minute.`,
    ],
  },
];

/**
 * What an answer of AWS means in this situation and who must change what; most likely cause first.
 *
 * @param refusal AWS's own code and words
 */
export function hintsFor(
  { awsCode, awsMessage }: Pick<AwsRefusalDetail, "awsCode" | "awsMessage">,
  request: RefusedRequest,
): readonly string[] {
  const known = REFUSALS.find(
    ({ code, message }) => code.test(awsCode) && (message?.test(awsMessage) ?? true),
  );
  const unknown =
    "Rolebridge does not know this answer. A Rolebridge administrator should look up the code in the AWS documentation of STS.";
  return known?.hints(request) ?? [unknown];
}

/** STS gives one text for a missing role, a trust policy that does not match, and a failed condition. */
function trustPolicyHints(request: RefusedRequest): string[] {
  const { tags, sourceIdentity } = request.plan;
  const actions = [ACTIONS[request.plan.kind]];
  if (tags.length > 0) actions.push("sts:TagSession");
  if (sourceIdentity !== undefined) actions.push("sts:SetSourceIdentity");
  const because = actions.length > 1 ? `, because this role is set up with ${extras(request)}` : "";
  return [
    `The trust policy of role ${roleNameOf(request)} in AWS account ${accountOf(request)} must allow ${actions.join(" and ")} for ${principalOf(request)}${because}. An administrator of the AWS account can change it.`,
    `The role may not exist, or be spelt otherwise: ${roleArnOfPlan(request.plan)}. Upper and lower case count. A Rolebridge administrator can correct it.`,
  ];
}

const ACTIONS: Readonly<Record<SessionPlan["kind"], string>> = {
  saml: "sts:AssumeRoleWithSAML",
  "saml-relay": "sts:AssumeRoleWithSAML",
  "web-identity": "sts:AssumeRoleWithWebIdentity",
  "assume-role": "sts:AssumeRole",
  "federation-token": "sts:GetFederationToken",
  "session-token": "sts:GetSessionToken",
};

function conditionHints({ plan, issuer }: RefusedRequest): string[] {
  if (plan.kind !== "saml") return [];
  return [
    `If the trust policy has conditions, they must hold for SAML:aud ${plan.recipient}, SAML:iss ${issuer} and SAML:sub_type persistent.`,
  ];
}

function extras(request: RefusedRequest): string {
  const tags = tagList(request, "the session tags ", "");
  const identity = request.plan.sourceIdentity === undefined ? "" : "a source identity";
  return [tags, identity].filter((part) => part !== "").join(" and ");
}

function tagList({ plan }: RefusedRequest, before: string, after: string): string {
  return plan.tags.length === 0 ? "" : `${before}${plan.tags.map(({ key }) => key).join(", ")}${after}`;
}

function ownFault(): readonly string[] {
  return [
    "AWS could not use the proof that Rolebridge made. Give the reference to a Rolebridge administrator: this needs a look at the log.",
  ];
}

function accountOf({ plan }: RefusedRequest): string {
  return plan.accountId;
}

function roleNameOf({ plan }: RefusedRequest): string {
  return roleArnOfPlan(plan)?.split("/").at(-1) ?? "";
}

function principalOf(request: RefusedRequest): string {
  const { plan } = request;
  if ("providerArn" in plan) return `the federated principal ${plan.providerArn}`;
  if (plan.accessKeyId !== undefined) return `the owner of the access key ${plan.accessKeyId}`;
  return "Rolebridge's own AWS identity";
}

function providerArnOf({ plan }: RefusedRequest): string {
  return "providerArn" in plan ? plan.providerArn : "";
}
