import { type CredentialFormatter, environmentOf, PLAIN_TEXT, STALE_VARIABLES } from "../credential-text";

/** PowerShell 5 and later: inside single quotes only the quote is special, and is doubled. */
export const envPowershell: CredentialFormatter = {
  contentType: PLAIN_TEXT,
  render: (credentials) =>
    [
      ...STALE_VARIABLES.map((name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`),
      ...environmentOf(credentials).map(([name, value]) => `$Env:${name} = '${value.replaceAll("'", "''")}'`),
      "",
    ].join("\r\n"),
};
