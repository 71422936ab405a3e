import { type CredentialFormatter, JSON_TEXT } from "../credential-text";

/** As `aws sts assume-role-…` prints it: four spaces, and `+00:00` where the wire has `Z`. */
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
        AssumedRoleUser: {
          AssumedRoleId: credentials.assumedRoleId,
          Arn: credentials.assumedRoleArn,
        },
      },
      null,
      4,
    )}\n`,
};
