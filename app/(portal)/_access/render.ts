import type { CredentialText } from "@/lib/delivery/credential-text";
import type { CredentialFormat } from "@/lib/delivery/formats";
import { type RenderedCredentials, renderText } from "@/lib/delivery/render-text";
import type { Credentials } from "./issue.client";

/** Stand in for the secrets while the text is made; letters only, so that every format takes them as they are. */
const HIDDEN = { secretAccessKey: "HIDDENSECRETACCESSKEY", sessionToken: "HIDDENSESSIONTOKEN" };
const DOTS = "•".repeat(16);

/**
 * The credentials in a format, byte for byte what the API gives for `?format=`.
 * @param profile section name for a credentials file
 */
export function render(
  format: CredentialFormat,
  credentials: Credentials,
  profile: string,
): RenderedCredentials {
  return renderText(format, textOf(credentials, profile));
}

/**
 * The same with dots for the secrets. Made from a copy without them rather than by replacing them in the text:
 * no way of quoting a secret can make this miss it.
 */
export function renderHidden(format: CredentialFormat, credentials: Credentials, profile: string): string {
  const { text } = renderText(format, textOf({ ...credentials, ...HIDDEN }, profile));
  return text.replaceAll(HIDDEN.secretAccessKey, DOTS).replaceAll(HIDDEN.sessionToken, DOTS);
}

function textOf(credentials: Credentials, profile: string): CredentialText {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, region, accountId } = credentials;
  const { partition, assumedRoleArn, assumedRoleId } = credentials;
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiration: expiration.replace(/\.\d+Z$/, "Z"),
    region,
    accountId,
    partition,
    assumedRoleArn,
    ...(assumedRoleId === undefined ? {} : { assumedRoleId }),
    profile,
  };
}
