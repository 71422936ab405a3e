import { PARTITIONS, type PartitionName } from "../aws/partitions";
import type { RoleTrust, WorldAccount, WorldRole } from "./model";
import { CONTRACT_END } from "./policies";

/** Name of the SAML provider in every account: what an AWS administrator would have entered in IAM. */
export const SAML_PROVIDER_NAME = "Rolebridge";
/** Name of the one beside it that requires encrypted assertions, where a role trusts such a one. */
export const ENCRYPTED_PROVIDER_NAME = "RolebridgeEncrypted";
/** Name of the company identity provider's own entry in IAM. */
export const COMPANY_PROVIDER_NAME = "MeridianSSO";

/** Audience that IAM suggests for tokens. */
export const TOKEN_AUDIENCE = "sts.amazonaws.com";

/** ARN of an account's SAML provider. */
export function samlProviderArn(accountId: string, name: string, partition: PartitionName = "aws"): string {
  return `arn:${partition}:iam::${accountId}:saml-provider/${name}`;
}

/**
 * The trust policy that a careful AWS administrator would write for this role, as a document.
 * @param issuer host and port of Rolebridge's OpenID Connect issuer, as IAM names its provider
 */
export function trustPolicy(account: Place, role: WorldRole, issuer: string): object {
  const { trust = { to: "rolebridge" } } = role;
  const { action, principal, condition } = door(account, trust, issuer);
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

type Place = Pick<WorldAccount, "accountId" | "partition">;

function door({ accountId, partition = "aws" }: Place, trust: RoleTrust, issuer: string): Door {
  switch (trust.to) {
    case "rolebridge":
      return samlDoor(accountId, SAML_PROVIDER_NAME, partition);
    case "rolebridge-encrypted":
      return samlDoor(accountId, ENCRYPTED_PROVIDER_NAME, partition, "/saml/acs/*");
    case "company":
      return samlDoor(accountId, COMPANY_PROVIDER_NAME, partition);
    case "rolebridge-tokens":
      return {
        action: "sts:AssumeRoleWithWebIdentity",
        principal: { Federated: `arn:${partition}:iam::${accountId}:oidc-provider/${issuer}` },
        condition: {
          StringEquals: { [`${issuer}:aud`]: TOKEN_AUDIENCE },
          Bool: { "sts:RoleAuthorizedByIdp": "true" },
        },
      };
    case "caller":
      return { action: "sts:AssumeRole", principal: { AWS: trust.arn }, condition: callerCondition(trust) };
  }
}

/** @param path of the sign-in; `*` stands for a provider's own, which IAM makes up with the provider */
function samlDoor(
  accountId: string,
  providerName: string,
  partition: PartitionName,
  path: "/saml" | "/saml/acs/*" = "/saml",
): Door {
  const signIn = `https://signin.${PARTITIONS[partition].signinDomain}${path}`;
  return {
    action: "sts:AssumeRoleWithSAML",
    principal: { Federated: samlProviderArn(accountId, providerName, partition) },
    condition: { [path === "/saml" ? "StringEquals" : "StringLike"]: { "SAML:aud": signIn } },
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
