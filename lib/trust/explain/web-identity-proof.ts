/** Refusals of AssumeRoleWithWebIdentity's token (IAM User Guide, create OpenID Connect; public threads). */
import type { RefusalCause, RefusalEntry, Situation } from "./explanation";
import { account, cause, providerArn, TELL_ROLEBRIDGE_ADMIN, tellAwsAdmin } from "./words";

const CODES = ["InvalidIdentityToken"];
const KINDS = ["web-identity"] as const;

export const WEB_IDENTITY_REFUSALS: readonly RefusalEntry[] = [
  {
    id: "oidc.provider_missing",
    codes: CODES,
    message: /No OpenIDConnect provider found/i,
    kinds: KINDS,
    meaning: (s) => `${account(s.plan)} has no OpenID Connect provider for ${s.facts.settings.issuer}.`,
    causes: ({ plan, facts }) => [
      cause("oidc_provider_missing", "aws_administrator", "likely", {
        what: `There is no provider with exactly the URL ${facts.settings.issuer}; upper and lower case and a slash at the end count.`,
        todo: `Make it in account ${plan.accountId} with this URL and the audience ${audienceOf(plan)}; it becomes ${providerArn(plan)}.`,
        hint: tellAwsAdmin(plan),
      }),
      cause("oidc_provider_elsewhere", "aws_administrator", "possible", {
        what: "The provider was made in another account. AWS wants provider and role in the same account.",
        todo: `Make one in account ${plan.accountId}.`,
        hint: tellAwsAdmin(plan),
      }),
    ],
    fails: "provider",
    proves: [],
  },
  {
    id: "oidc.audience",
    codes: CODES,
    message: /Incorrect token audience/i,
    kinds: KINDS,
    meaning: (s) => `The provider in IAM does not list the audience ${audienceOf(s.plan)}.`,
    causes: ({ plan }) => [
      cause("oidc_audience_missing", "aws_administrator", "likely", {
        what: `The list of audiences (client IDs) of ${providerArn(plan)} does not have ${audienceOf(plan)}.`,
        todo: `Add the audience ${audienceOf(plan)} to the provider.`,
        hint: tellAwsAdmin(plan),
      }),
      cause("oidc_audience_wrong", "rolebridge_administrator", "possible", {
        what: "The target has another audience than the provider was made for.",
        todo: "Enter at the target one of the audiences that the provider lists, or leave it empty for sts.amazonaws.com.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
    ],
    fails: "audience",
    proves: ["provider"],
  },
  {
    id: "oidc.keys_unreachable",
    codes: ["InvalidIdentityToken", "IDPCommunicationError"],
    message: /retrieve verification key|communicat|could not be reached|time.?out/i,
    kinds: KINDS,
    meaning: (s) =>
      `AWS could not fetch the keys of Rolebridge from ${s.facts.settings.issuer}/.well-known/openid-configuration.`,
    causes: keysUnreachable,
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "oidc.thumbprint",
    codes: CODES,
    message: /thumbprint/i,
    kinds: KINDS,
    meaning: (s) =>
      `The provider in IAM has thumbprints, and none fits the certificate of ${s.facts.settings.issuer}.`,
    causes: ({ plan, facts }) => [
      cause("oidc_thumbprint_stale", "aws_administrator", "likely", {
        what: `The certificate authority of ${facts.settings.issuer} is another since the provider was made, and not one that AWS trusts by itself.`,
        todo: `Update the thumbprints of ${providerArn(plan)}: IAM reads them anew when the provider's thumbprint is edited.`,
        hint: tellAwsAdmin(plan),
      }),
    ],
    fails: "signature",
    proves: ["provider"],
  },
  {
    id: "oidc.role_not_named",
    codes: CODES,
    message: /role/i,
    kinds: KINDS,
    meaning: () => "The token names the role it is for, and AWS was asked for another.",
    causes: ({ plan }) => [
      cause("arn_spelling", "rolebridge_administrator", "likely", {
        what: "The role's ARN is not spelt as in IAM. Upper and lower case count.",
        todo: `Copy the ARN from the IAM console again: ${"roleArn" in plan ? plan.roleArn : ""}.`,
        hint: "The set-up of this role in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
      }),
    ],
    fails: "trust",
    proves: ["provider", "signature"],
  },
  {
    id: "oidc.token_unreadable",
    codes: CODES,
    message: /Missing a required claim|not a valid JWT|Login With Amazon token/i,
    kinds: KINDS,
    meaning: () => "AWS could not read the token that Rolebridge made.",
    causes: () => [tokenDefect()],
    fails: "signature",
    proves: [],
  },
  {
    id: "oidc.rejected_by_idp",
    codes: ["IDPRejectedClaim"],
    kinds: KINDS,
    meaning: () =>
      "AWS asked Amazon's or Facebook's sign-in about the token, and that one rejects it. A token of Rolebridge is none of theirs.",
    causes: () => [
      cause("asked_as_oauth", "operator", "likely", {
        what: "The call reached AWS with a ProviderId, which Rolebridge never sends: something on the way changes requests.",
        todo: "Let calls to AWS pass unchanged.",
        hint: TELL_ROLEBRIDGE_ADMIN,
      }),
      tokenDefect(),
    ],
    fails: "signature",
    proves: [],
  },
  {
    id: "oidc.unusable",
    codes: ["InvalidIdentityToken", "IDPCommunicationError"],
    kinds: KINDS,
    meaning: () => "AWS could not use the token. Most often it could not verify its signature.",
    causes: (s) => [...keysUnreachable(s), tokenDefect()],
    proves: [],
  },
];

function audienceOf(plan: Situation["plan"]): string {
  return "audience" in plan ? plan.audience : "";
}

function keysUnreachable({ facts }: Situation): readonly RefusalCause[] {
  const { issuer } = facts.settings;
  const recent = facts.keyRotated === "recently";
  const rotated = cause("oidc_key_new", "operator", recent ? "likely" : "possible", {
    what: `The signing key is new, and AWS still holds the list of keys from before.`,
    todo: "Wait some minutes. A new key should stand in the list of keys for a day before it signs.",
    hint: "Try again in some minutes; if it stays, give the reference to a Rolebridge administrator.",
  });
  const unreachable = cause("issuer_unreachable", "operator", recent ? "possible" : "likely", {
    what: `${issuer} cannot be reached from the Internet, answers later than in five seconds, or has a certificate that AWS does not trust.`,
    todo: `Make ${issuer}/.well-known/openid-configuration and /.well-known/jwks.json public, with a certificate chain that ends at a public authority.`,
    hint: TELL_ROLEBRIDGE_ADMIN,
  });
  return recent ? [rotated, unreachable] : [unreachable, rotated];
}

function tokenDefect(): RefusalCause {
  return cause("own_proof_defect", "operator", "possible", {
    what: "Rolebridge made a token that AWS does not take.",
    todo: "Report it with AWS's words and the version of Rolebridge; the log has the rest under the reference.",
    hint: TELL_ROLEBRIDGE_ADMIN,
  });
}
