import type { Partition } from "../aws/partition";

/** A session with its secrets in the clear, for the moment of writing them down. */
export interface CredentialText {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** RFC 3339 in UTC without fractions: `2026-11-03T11:00:00Z`. */
  readonly expiration: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: Partition;
  readonly assumedRoleArn: string;
  /** Absent where no role was assumed. */
  readonly assumedRoleId?: string;
  /** Name of the section in a credentials file. */
  readonly profile: string;
}

/** One text form. Adding one: a file beside this folder's others and a line in `render-text.ts`. */
export interface CredentialFormatter {
  readonly contentType: string;
  /** Absent when the text is pasted, not saved. */
  readonly fileName?: string;
  /** @throws CannotRender when a value cannot be written safely */
  readonly render: (credentials: CredentialText) => string;
}

export const PLAIN_TEXT = "text/plain; charset=utf-8";
export const JSON_TEXT = "application/json; charset=utf-8";

/**
 * The environment variables of the AWS tools, in the order they are written. AWS_REGION is read by the
 * SDKs and AWS_DEFAULT_REGION by the CLI and botocore; both, so that no tool asks.
 */
export function environmentOf(
  credentials: CredentialText,
): readonly (readonly [name: string, value: string])[] {
  return [
    ["AWS_ACCESS_KEY_ID", credentials.accessKeyId],
    ["AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey],
    ["AWS_SESSION_TOKEN", credentials.sessionToken],
    ["AWS_CREDENTIAL_EXPIRATION", credentials.expiration],
    ["AWS_REGION", credentials.region],
    ["AWS_DEFAULT_REGION", credentials.region],
  ];
}

/**
 * Variables that would win over the new ones in some tool: the JavaScript SDK skips the environment
 * when AWS_PROFILE is set, botocore reads the old name of the session token first.
 */
export const STALE_VARIABLES = ["AWS_PROFILE", "AWS_SECURITY_TOKEN"] as const;
