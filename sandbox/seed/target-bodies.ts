/** The targets of an account in the words of the admin API. */
import type { IamSecrets } from "../world/aws-world";
import { roleArn, type UserTarget, type WorldAccount, type WorldRole } from "../world/model";
import { COMPANY_PROVIDER_NAME, samlProviderArn } from "../world/trust-policy";
import { SAML_CONNECTION } from "./connection-names";

type Keys = Pick<IamSecrets, "accessKeys">;

export interface TargetBody {
  readonly accountId: string;
  readonly name: string;
  readonly kind: string;
}

/** What the administrator enters: one target for each role that Rolebridge is told of, and those of IAM users. */
export function targetBodies(account: WorldAccount, keys: Keys): readonly TargetBody[] {
  const { accountId, roles, userTargets = [] } = account;
  return [
    ...roles.flatMap((role) => roleBody(account, role, keys)),
    ...userTargets.map((each) => userBody(accountId, each, keys)),
  ];
}

function roleBody(
  { accountId, partition }: WorldAccount,
  role: WorldRole,
  keys: Keys,
): readonly TargetBody[] {
  if (role.target === undefined) return [];
  const { kind = "saml", ...settings } = role.target;
  const isRelay = kind === "saml-relay";
  return [
    {
      accountId,
      name: role.name,
      kind,
      roleArn: roleArn(accountId, role.name, partition),
      maxDurationSeconds: role.maxSessionDuration,
      description: role.description,
      ...withAccessKey(settings, keys),
      ...(isRelay
        ? {
            providerArn: samlProviderArn(accountId, COMPANY_PROVIDER_NAME, partition),
            relayConnection: SAML_CONNECTION,
          }
        : {}),
    } as TargetBody,
  ];
}

function userBody(accountId: string, target: UserTarget, keys: Keys): TargetBody {
  const { sessionPolicy, ...settings } = withAccessKey(target, keys) as Partial<UserTarget>;
  const policy = sessionPolicy === undefined ? {} : { sessionPolicy: JSON.stringify(sessionPolicy) };
  return { accountId, ...settings, ...policy } as TargetBody;
}

/** The world names users; the API wants the id of their key. */
function withAccessKey(settings: object, { accessKeys }: Keys): object {
  const { user, ...rest } = settings as { readonly user?: keyof IamSecrets["accessKeys"] };
  return user === undefined ? rest : { ...rest, accessKeyId: accessKeys[user].accessKeyId };
}
