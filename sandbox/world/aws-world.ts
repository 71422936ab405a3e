/** The company's accounts as the local AWS is told of them when it starts. */
import type { AccountSpec, UserSpec, WorldSpec } from "../aws/world-spec";
import { ACCOUNTS } from "./accounts";
import type { WorldAccount, WorldUser, WorldUserName } from "./model";
import { CONTRACT_DAYS, CONTRACT_END } from "./policies";
import { COMPANY_PROVIDER_NAME, TOKEN_AUDIENCE, trustPolicy } from "./trust-policy";

export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The secrets of IAM users: made at the sandbox's first start, the same at every later one. */
export interface IamSecrets {
  readonly accessKeys: Readonly<Record<WorldUserName, AccessKeyPair>>;
  /** Base32, by user. */
  readonly mfaSeeds: Readonly<Partial<Record<WorldUserName, string>>>;
}

export interface AwsFacts {
  /** Rolebridge's own address, which is its OpenID Connect issuer. */
  readonly appOrigin: string;
  /** SAML metadata of the company identity provider. */
  readonly companyMetadata: string;
  readonly secrets: IamSecrets;
  readonly now: Date;
}

export function awsWorld(facts: AwsFacts): WorldSpec {
  const end = new Date(facts.now.getTime() + CONTRACT_DAYS * 86_400_000);
  const contractEnd = end.toISOString().replace(/\.\d{3}Z$/, "Z");
  const world = { accounts: ACCOUNTS.map((account) => accountSpec(account, facts)) };
  return JSON.parse(JSON.stringify(world).replaceAll(CONTRACT_END, contractEnd)) as WorldSpec;
}

function accountSpec(account: WorldAccount, { appOrigin, companyMetadata, secrets }: AwsFacts): AccountSpec {
  const { accountId, name, alias, partition = "aws", roles, users = [], buckets = [] } = account;
  const issuer = new URL(appOrigin).host;
  const trusts = (to: string) => roles.some((role) => role.trust?.to === to);
  return {
    accountId,
    name,
    alias,
    partition,
    roles: roles.map((role) => ({
      name: role.name,
      description: role.description,
      maxSessionDuration: role.maxSessionDuration,
      trustPolicy: trustPolicy(account, role, issuer),
      ...(role.permissions === undefined ? {} : { permissions: role.permissions }),
    })),
    users: users.map((user) => userSpec(user, secrets)),
    buckets,
    samlProviders: trusts("company") ? [{ name: COMPANY_PROVIDER_NAME, metadataXml: companyMetadata }] : [],
    oidcProviders: trusts("rolebridge-tokens") ? [{ url: appOrigin, clientIds: [TOKEN_AUDIENCE] }] : [],
  };
}

function userSpec({ name, permissions, mfa }: WorldUser, secrets: IamSecrets): UserSpec {
  const secret = secrets.mfaSeeds[name];
  if (mfa && secret === undefined) throw new Error(`There is no seed for the MFA device of ${name}.`);
  return {
    name,
    permissions,
    accessKeys: [secrets.accessKeys[name]],
    mfaDevices: mfa && secret !== undefined ? [{ secret }] : [],
  };
}
