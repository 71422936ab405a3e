import { type CredentialFormatter, environmentOf, PLAIN_TEXT, STALE_VARIABLES } from "../credential-text";

/** bash, zsh and every other shell of POSIX: inside single quotes nothing is special but the quote. */
export const envBash: CredentialFormatter = {
  contentType: PLAIN_TEXT,
  render: (credentials) =>
    [
      `unset ${STALE_VARIABLES.join(" ")}`,
      ...environmentOf(credentials).map(([name, value]) => `export ${name}=${quote(value)}`),
      "",
    ].join("\n"),
};

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
