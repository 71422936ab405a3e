import { type CredentialFormatter, PLAIN_TEXT } from "../credential-text";
import { requirePlain } from "../plain-value";

/**
 * A section for `~/.aws/credentials` (SDK reference guide, file format). `region` and
 * `x_security_token_expires` are not in AWS's list but read or skipped by every tool; the second is
 * the convention of other federation tools for "when to get new ones".
 */
export const credentialsFile: CredentialFormatter = {
  contentType: PLAIN_TEXT,
  fileName: "credentials",
  render: (credentials) => {
    const settings = [
      ["aws_access_key_id", credentials.accessKeyId],
      ["aws_secret_access_key", credentials.secretAccessKey],
      ["aws_session_token", credentials.sessionToken],
      ["region", credentials.region],
      ["x_security_token_expires", credentials.expiration],
    ] as const;
    const lines = settings.map(([name, value]) => `${name} = ${requirePlain(value, name)}`);
    return [`[${credentials.profile}]`, ...lines, ""].join("\n");
  },
};
