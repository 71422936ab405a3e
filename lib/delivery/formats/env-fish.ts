import { type CredentialFormatter, environmentOf, PLAIN_TEXT, STALE_VARIABLES } from "../credential-text";

/** fish: inside single quotes a backslash escapes itself and the quote. */
export const envFish: CredentialFormatter = {
  contentType: PLAIN_TEXT,
  render: (credentials) =>
    [
      `set -e ${STALE_VARIABLES.join(" ")}`,
      ...environmentOf(credentials).map(([name, value]) => `set -gx ${name} ${quote(value)}`),
      "",
    ].join("\n"),
};

function quote(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
