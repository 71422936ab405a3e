/**
 * Credentials as text for people's tools. This room knows AWS sessions and the formats of shells and
 * files; it knows nothing of who asked or why. Nothing it returns may be stored, logged or cached.
 */
import type { AwsSession } from "../aws/session";
import { AppError } from "../errors/app-error";
import type { CredentialFormat } from "./formats";
import { CannotRender } from "./plain-value";
import { profileName } from "./profile-name";
import { expirationText, type RenderedCredentials, renderText } from "./render-text";

/**
 * @param profile section name for a credentials file; see `profileName`
 * @throws AppError `delivery.cannot_render` when AWS gave something that cannot be written safely
 */
export function renderCredentials(
  session: AwsSession,
  format: CredentialFormat,
  profile: string,
): RenderedCredentials {
  try {
    return renderText(format, {
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey.reveal(),
      sessionToken: session.sessionToken.reveal(),
      expiration: expirationText(session.expiration),
      region: session.region,
      accountId: session.accountId,
      partition: session.partition,
      assumedRoleArn: session.assumedRoleArn,
      ...(session.assumedRoleId === undefined ? {} : { assumedRoleId: session.assumedRoleId }),
      profile: profileName(profile, ""),
    });
  } catch (error) {
    if (!(error instanceof CannotRender)) throw error;
    // The cause stays out: its message is public already, and a stack of formatters helps nobody.
    throw new AppError("delivery.cannot_render", { reason: "unexpected_characters", detail: error.message });
  }
}
