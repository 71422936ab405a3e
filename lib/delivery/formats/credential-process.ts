import { type CredentialFormatter, JSON_TEXT } from "../credential-text";

/** What a `credential_process` prints (SDK reference guide, process credential provider). */
export const credentialProcess: CredentialFormatter = {
  contentType: JSON_TEXT,
  render: (credentials) =>
    `${JSON.stringify(
      {
        Version: 1,
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiration,
        AccountId: credentials.accountId,
      },
      null,
      2,
    )}\n`,
};
