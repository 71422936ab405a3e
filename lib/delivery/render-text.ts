/**
 * Credentials as text, one formatter for each format. Runs on the server and in the browser: the credentials
 * view asks AWS once and shows any format without asking again. So nothing in here or in what it imports may
 * need Node, and nothing may be kept.
 */
import type { CredentialFormatter, CredentialText } from "./credential-text";
import type { CredentialFormat } from "./formats";
import { credentialProcess } from "./formats/credential-process";
import { credentialsFile } from "./formats/credentials-file";
import { dotenv } from "./formats/dotenv";
import { envBash } from "./formats/env-bash";
import { envCmd } from "./formats/env-cmd";
import { envFish } from "./formats/env-fish";
import { envPowershell } from "./formats/env-powershell";
import { stsJson } from "./formats/sts-json";
import { CannotRender } from "./plain-value";

const FORMATTERS: Readonly<Record<CredentialFormat, CredentialFormatter>> = {
  "env-bash": envBash,
  "env-fish": envFish,
  "env-powershell": envPowershell,
  "env-cmd": envCmd,
  "credentials-file": credentialsFile,
  "credential-process": credentialProcess,
  "sts-json": stsJson,
  dotenv,
};

/** Nothing AWS gives has other characters, and a line end or an escape sequence could act in a shell. */
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

export interface RenderedCredentials {
  readonly text: string;
  readonly contentType: string;
  /** Absent when the text is pasted, not saved. */
  readonly fileName?: string;
}

/** @throws CannotRender when AWS gave something that cannot be written safely */
export function renderText(format: CredentialFormat, credentials: CredentialText): RenderedCredentials {
  for (const [name, value] of Object.entries(credentials)) {
    if (!PRINTABLE_ASCII.test(value)) throw new CannotRender(`AWS gave an unexpected ${name}.`);
  }
  const { contentType, fileName, render } = FORMATTERS[format];
  const text = render(credentials);
  return fileName === undefined ? { text, contentType } : { text, contentType, fileName };
}

/** RFC 3339 in UTC without fractions, as AWS's own tools write it. */
export function expirationText(expiration: Date): string {
  return expiration.toISOString().replace(/\.\d+Z$/, "Z");
}
