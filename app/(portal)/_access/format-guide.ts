import type { CredentialFormat } from "@/lib/delivery/formats";

export interface FormatGuide {
  readonly format: CredentialFormat;
  readonly label: string;
  /** What to do with the text. */
  readonly use: string;
  /** The line that shows whether it works. */
  readonly tryIt?: (profile: string) => string;
  /** What must be done before that line makes sense. */
  readonly before?: string;
}

const ASK = "aws sts get-caller-identity";

/** Every format, in the order people need them. */
export const FORMAT_GUIDES: readonly FormatGuide[] = [
  {
    format: "env-bash",
    label: "bash, zsh",
    use: "Paste into the shell. It is valid in that window only.",
    tryIt: () => ASK,
  },
  {
    format: "env-fish",
    label: "fish",
    use: "Paste into the shell. It is valid in that window only.",
    tryIt: () => ASK,
  },
  {
    format: "env-powershell",
    label: "PowerShell",
    use: "Paste into PowerShell. It is valid in that window only.",
    tryIt: () => ASK,
  },
  {
    format: "env-cmd",
    label: "cmd",
    use: "Paste into the Command Prompt. It is valid in that window only.",
    tryIt: () => ASK,
  },
  {
    format: "credentials-file",
    label: "Profile",
    use: "Add to ~/.aws/credentials, on Windows %UserProfile%\\.aws\\credentials.",
    tryIt: (profile) => `${ASK} --profile ${profile}`,
  },
  {
    format: "dotenv",
    label: ".env",
    use: "For tools that read a .env file. Keep that file out of version control.",
    before: "In the folder of the file:",
    tryIt: () => `set -a; . ./.env; set +a; ${ASK}`,
  },
  {
    format: "credential-process",
    label: "credential_process",
    use: "What a credential_process of ~/.aws/config has to print.",
  },
  {
    format: "sts-json",
    label: "STS JSON",
    use: "The answer of aws sts assume-role-with-saml, for scripts that read one.",
  },
];
