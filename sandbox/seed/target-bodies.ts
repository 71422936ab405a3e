/** The targets of an account in the words of the admin API. */
import type { IamSecrets } from "../world/aws-world";
import { roleArn, type UserTarget, type WorldAccount, type WorldRole } from "../world/model";
import { COMPANY_PROVIDER_NAME, ENCRYPTED_PROVIDER_NAME, samlProviderArn } from "../world/trust-policy";
import { SAML_CONNECTION } from "./connection-names";
import type { EncryptedProviders } from "./trust-rolebridge";

/** What only AWS knows: keys of users, and providers with an address and a key of their own. */
export interface AwsSide extends Pick<IamSecrets, "accessKeys"> {
  readonly encryptedProviders?: EncryptedProviders;
}

export interface TargetBody {
  readonly accountId: string;
  readonly name: string;
  readonly kind: string;
}

/** What the administrator enters: one target for each role that Rolebridge is told of, and those of IAM users. */
export function targetBodies(account: WorldAccount, aws: AwsSide): readonly TargetBody[] {
  const { accountId, roles, userTargets = [] } = account;
  return [
    ...roles.flatMap((role) => roleBody(account, role, aws)),
    ...userTargets.map((each) => userBody(accountId, each, aws)),
  ];
}

function roleBody(account: WorldAccount, role: WorldRole, aws: AwsSide): readonly TargetBody[] {
  if (role.target === undefined) return [];
  const { accountId, partition } = account;
  const { kind = "saml", ...settings } = role.target;
  return [
    {
      accountId,
      name: role.name,
      kind,
      roleArn: roleArn(accountId, role.name, partition),
      maxDurationSeconds: role.maxSessionDuration,
      description: role.description,
      ...withAccessKey(settings, aws),
      ...providerFields(account, role, aws),
    } as TargetBody,
  ];
}

/** Of the provider that the role trusts, where it is not the usual one. */
function providerFields({ accountId, partition }: WorldAccount, { trust }: WorldRole, aws: AwsSide): object {
  if (trust?.to === "company") {
    const providerArn = samlProviderArn(accountId, COMPANY_PROVIDER_NAME, partition);
    return { providerArn, relayConnection: SAML_CONNECTION };
  }
  if (trust?.to === "rolebridge-encrypted") {
    const providerArn = samlProviderArn(accountId, ENCRYPTED_PROVIDER_NAME, partition);
    return { providerArn, ...aws.encryptedProviders?.[accountId] };
  }
  return {};
}

function userBody(accountId: string, target: UserTarget, aws: AwsSide): TargetBody {
  const { sessionPolicy, ...settings } = withAccessKey(target, aws) as Partial<UserTarget>;
  const policy = sessionPolicy === undefined ? {} : { sessionPolicy: JSON.stringify(sessionPolicy) };
  return { accountId, ...settings, ...policy } as TargetBody;
}

/** The world names users; the API wants the id of their key. */
function withAccessKey(settings: object, { accessKeys }: AwsSide): object {
  const { user, ...rest } = settings as { readonly user?: keyof IamSecrets["accessKeys"] };
  return user === undefined ? rest : { ...rest, accessKeyId: accessKeys[user].accessKeyId };
}
