/** Text forms of credentials; the names are those of `?format=`. */
export const CREDENTIAL_FORMATS = [
  "env-bash",
  "env-fish",
  "env-powershell",
  "env-cmd",
  "credentials-file",
  "credential-process",
  "sts-json",
  "dotenv",
] as const;
export type CredentialFormat = (typeof CREDENTIAL_FORMATS)[number];
