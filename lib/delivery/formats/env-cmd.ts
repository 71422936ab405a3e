import { type CredentialFormatter, environmentOf, PLAIN_TEXT, STALE_VARIABLES } from "../credential-text";
import { requirePlain } from "../plain-value";

/** cmd.exe has no quoting that works both typed and in a file, so only values that need none. */
export const envCmd: CredentialFormatter = {
  contentType: PLAIN_TEXT,
  render: (credentials) =>
    [
      ...STALE_VARIABLES.map((name) => `set "${name}="`),
      ...environmentOf(credentials).map(([name, value]) => `set "${name}=${requirePlain(value, name)}"`),
      "",
    ].join("\r\n"),
};
