/** `sandbox.json`: where everything of a running sandbox is, for scripts. Its form is part of the product. */
import { PERSONAS } from "./personas";
import { OIDC_CONNECTION, SAML_CONNECTION } from "./seed/connection-names";
import { ACCOUNTS, REGISTERED_ACCOUNTS } from "./world/accounts";
import type { AccessKeyPair, IamSecrets } from "./world/aws-world";
import { mfaSerial, roleArn, userArn, type WorldAccount } from "./world/model";

export interface Whereabouts {
  readonly app: string;
  readonly adminToken: string;
  readonly databaseUrl: string;
  readonly samlIdp: string;
  readonly oidcIdp: string;
  readonly aws: {
    readonly sts: string;
    readonly signin: string;
    readonly console: string;
    readonly s3: string;
    readonly iam: string;
  };
  /** The administrator's key of each account in AWS, by account number. */
  readonly adminKeys: Readonly<Record<string, AccessKeyPair>>;
  readonly secrets: IamSecrets;
}

/** What can be taken in an account, each by the name it has in Rolebridge. */
function rolesOf({ accountId, partition, roles, userTargets = [] }: WorldAccount): readonly object[] {
  return [
    ...roles.flatMap(({ name, target }) =>
      target === undefined
        ? []
        : [{ name, arn: roleArn(accountId, name, partition), kind: target.kind ?? "saml" }],
    ),
    ...userTargets.map(({ name, user, kind }) => ({ name, arn: userArn(accountId, user), kind })),
  ];
}

function mfaDevices({ mfaSeeds }: IamSecrets): readonly object[] {
  return ACCOUNTS.flatMap(({ accountId, users = [] }) =>
    users.flatMap(({ name, mfa }) =>
      mfa ? [{ serial: mfaSerial(accountId, name), secret: mfaSeeds[name] }] : [],
    ),
  );
}

/** The description as JSON. The accounts are those that Rolebridge knows after the first start. */
export function describeSandbox(where: Whereabouts): string {
  return JSON.stringify(
    {
      app: where.app,
      adminToken: where.adminToken,
      databaseUrl: where.databaseUrl,
      idp: {
        saml: { connection: SAML_CONNECTION, url: where.samlIdp },
        oidc: { connection: OIDC_CONNECTION, url: where.oidcIdp },
      },
      aws: where.aws,
      // For whoever plays the AWS administrator, Rolebridge has none of these.
      awsAdministrators: ACCOUNTS.map(({ accountId, name }) => ({
        accountId,
        name,
        ...where.adminKeys[accountId],
      })),
      personas: PERSONAS.map(({ username, password, email, groups, admin }) => ({
        username,
        password,
        email,
        groups,
        admin,
      })),
      accounts: REGISTERED_ACCOUNTS.map((account) => ({
        accountId: account.accountId,
        name: account.name,
        roles: rolesOf(account),
      })),
      mfaDevices: mfaDevices(where.secrets),
    },
    null,
    2,
  );
}
