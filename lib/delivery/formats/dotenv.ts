import { type CredentialFormatter, environmentOf, PLAIN_TEXT } from "../credential-text";
import { requirePlain } from "../plain-value";

/** No quotes: Docker's --env-file would keep them, and the dotenv libraries need none for these values. */
export const dotenv: CredentialFormatter = {
  contentType: PLAIN_TEXT,
  fileName: ".env",
  render: (credentials) =>
    environmentOf(credentials)
      .map(([name, value]) => `${name}=${requirePlain(value, name)}\n`)
      .join(""),
};
