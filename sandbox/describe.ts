/** `sandbox.json`: where everything of a running sandbox is, for scripts. Its form is part of the product. */
import { PERSONAS } from "./personas";
import { OIDC_CONNECTION, SAML_CONNECTION } from "./seed/set-up-app";
import { ACCOUNTS, roleArn } from "./world";

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
  };
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
      personas: PERSONAS.map(({ username, password, email, groups, admin }) => ({
        username,
        password,
        email,
        groups,
        admin,
      })),
      accounts: ACCOUNTS.filter((account) => account.registered).map(({ accountId, name, roles }) => ({
        accountId,
        name,
        roles: roles.map((role) => ({ name: role.name, arn: roleArn(accountId, role.name), kind: "saml" })),
      })),
      mfaDevices: [],
    },
    null,
    2,
  );
}
