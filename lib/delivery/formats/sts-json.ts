import { type CredentialFormatter, type CredentialText, JSON_TEXT } from "../credential-text";

/** As `aws sts assume-role-…` and its sisters print it: four spaces, and `+00:00` where the wire has `Z`. */
export const stsJson: CredentialFormatter = {
  contentType: JSON_TEXT,
  render: (credentials) =>
    `${JSON.stringify(
      {
        Credentials: {
          AccessKeyId: credentials.accessKeyId,
          SecretAccessKey: credentials.secretAccessKey,
          SessionToken: credentials.sessionToken,
          Expiration: credentials.expiration.replace(/Z$/, "+00:00"),
        },
        ...principalOf(credentials),
      },
      null,
      4,
    )}\n`,
};

/** GetSessionToken names nobody: who asked is who one is. */
function principalOf({ accountId, assumedRoleArn, assumedRoleId }: CredentialText): object {
  if (assumedRoleId !== undefined) {
    return { AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: assumedRoleArn } };
  }
  const [, name] = assumedRoleArn.split(":federated-user/");
  if (name === undefined) return {};
  return { FederatedUser: { FederatedUserId: `${accountId}:${name}`, Arn: assumedRoleArn } };
}
