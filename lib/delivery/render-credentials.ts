/**
 * Credentials as text for people's tools. This room knows AWS sessions and the formats of shells and
 * files; it knows nothing of who asked or why. Nothing it returns may be stored, logged or cached.
 */
import type { AwsSession } from "../aws/session";
import { AppError } from "../errors/app-error";
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
  readonly fileName?: string;
}

/**
 * @param profile section name for a credentials file; see `profileName`
 * @throws AppError `delivery.cannot_render` when AWS gave something that cannot be written safely
 */
export function renderCredentials(
  session: AwsSession,
  format: CredentialFormat,
  profile: string,
): RenderedCredentials {
  const formatter = FORMATTERS[format];
  const { contentType, fileName } = formatter;
  const text = formatter.render(inTheClear(session, profile));
  return fileName === undefined ? { text, contentType } : { text, contentType, fileName };
}

/**
 * A profile name that every AWS tool takes: letters, digits, `-` and `_`, like `meridian-prod-Administrator`.
 *
 * @param account alias or name
 */
export function profileName(account: string, role: string): string {
  const safe = (text: string): string =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^-+|-+$/g, "");
  const name = [safe(account), safe(role)].filter((part) => part !== "").join("-");
  return name === "" ? "rolebridge" : name;
}

function inTheClear(session: AwsSession, profile: string): CredentialText {
  const credentials = {
    accessKeyId: session.accessKeyId,
    secretAccessKey: session.secretAccessKey.reveal(),
    sessionToken: session.sessionToken.reveal(),
    expiration: session.expiration.toISOString().replace(/\.\d+Z$/, "Z"),
    region: session.region,
    accountId: session.accountId,
    partition: session.partition,
    assumedRoleArn: session.assumedRoleArn,
    assumedRoleId: session.assumedRoleId,
    profile: profileName(profile, ""),
  };
  for (const [name, value] of Object.entries(credentials)) {
    if (!PRINTABLE_ASCII.test(value)) {
      throw new AppError("delivery.cannot_render", {
        reason: "unexpected_characters",
        detail: `AWS gave an unexpected ${name}.`,
      });
    }
  }
  return credentials;
}
