import type { RoleTrust, WorldRole } from "./model";
import { CONTRACT_END } from "./policies";

/** Name of the SAML provider in every account: what an AWS administrator would have entered in IAM. */
export const SAML_PROVIDER_NAME = "Rolebridge";
/** Name of the company identity provider's own entry in IAM. */
export const COMPANY_PROVIDER_NAME = "MeridianSSO";

const SIGNIN = "https://signin.aws.amazon.com/saml";
/** Audience that IAM suggests for tokens. */
export const TOKEN_AUDIENCE = "sts.amazonaws.com";

/** ARN of an account's SAML provider. */
export function samlProviderArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:saml-provider/${name}`;
}

/**
 * The trust policy that a careful AWS administrator would write for this role, as a document.
 * @param issuer host and port of Rolebridge's OpenID Connect issuer, as IAM names its provider
 */
export function trustPolicy(accountId: string, role: WorldRole, issuer: string): object {
  const { trust = { to: "rolebridge" } } = role;
  const { action, principal, condition } = door(accountId, trust, issuer);
  const Action = [
    action,
    ...(role.allowsTags ? ["sts:TagSession"] : []),
    ...(role.allowsSourceIdentity ? ["sts:SetSourceIdentity"] : []),
  ];
  const Condition = Object.keys(condition).length === 0 ? {} : { Condition: condition };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action, ...Condition }],
  };
}

interface Door {
  readonly action: string;
  readonly principal: object;
  readonly condition: object;
}

function door(accountId: string, trust: RoleTrust, issuer: string): Door {
  switch (trust.to) {
    case "rolebridge":
      return samlDoor(samlProviderArn(accountId, SAML_PROVIDER_NAME));
    case "company":
      return samlDoor(samlProviderArn(accountId, COMPANY_PROVIDER_NAME));
    case "rolebridge-tokens":
      return {
        action: "sts:AssumeRoleWithWebIdentity",
        principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${issuer}` },
        condition: {
          StringEquals: { [`${issuer}:aud`]: TOKEN_AUDIENCE },
          Bool: { "sts:RoleAuthorizedByIdp": "true" },
        },
      };
    case "caller":
      return { action: "sts:AssumeRole", principal: { AWS: trust.arn }, condition: callerCondition(trust) };
  }
}

function samlDoor(providerArn: string): Door {
  return {
    action: "sts:AssumeRoleWithSAML",
    principal: { Federated: providerArn },
    condition: { StringEquals: { "SAML:aud": SIGNIN } },
  };
}

function callerCondition({
  externalId,
  mfa,
  untilContractEnds,
}: Extract<RoleTrust, { to: "caller" }>): object {
  return {
    ...(externalId === undefined ? {} : { StringEquals: { "sts:ExternalId": externalId } }),
    ...(mfa ? { Bool: { "aws:MultiFactorAuthPresent": "true" } } : {}),
    ...(untilContractEnds ? { DateLessThan: { "aws:CurrentTime": CONTRACT_END } } : {}),
  };
}
