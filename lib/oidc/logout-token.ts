import { createHash } from "node:crypto";
import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyResult,
  jwtVerify,
} from "jose";
import { AppError } from "../errors/app-error";
import type { Secret } from "../secret/secret";

/** Back-Channel Logout 1.0, section 2.4. */
const EVENT = "http://schemas.openid.net/event/backchannel-logout";
/**
 * How old a token may be. Providers send it at once, and try again within minutes; its id is remembered for as long,
 * so that it works once (section 2.6, step 8).
 */
const MAX_AGE_SECONDS = 10 * 60;
/** Section 2.4 recommends the first; providers older than that write what they write for ID tokens, or nothing. */
const TYPES: readonly unknown[] = ["logout+jwt", "JWT", undefined];
/** Subjects as in ID tokens (OIDC Core 2), session ids as printable text. */
const NAME = /^[\x20-\x7e]{1,255}$/;

declare const tokenVerified: unique symbol;

/** What a logout token ends. Only `verifyLogoutToken` makes one. */
export interface VerifiedLogoutToken {
  readonly [tokenVerified]: true;
  readonly issuer: string;
  /** One-way: `jti` may be any text of any length. */
  readonly idHash: string;
  readonly rememberUntil: Date;
  /** One of the two is there. */
  readonly subject?: string;
  readonly session?: string;
}

export interface LogoutTokenRules {
  readonly issuer: string;
  readonly clientId: string;
  /** The one that ID tokens are signed with (section 2.6, step 3). */
  readonly algorithm: string;
  readonly now: Date;
  readonly clockSkewSeconds: number;
}

/**
 * Validates a logout token (Back-Channel Logout 1.0, section 2.6), all but its one use, which the database decides.
 * Keys come from the provider's own JWK Set; whatever the token's header offers is not looked at.
 * @param keys as the provider publishes them
 * @throws AppError `signout.token_refused`; with the reason `key_unknown` newer keys may help
 */
export async function verifyLogoutToken(
  logoutToken: Secret,
  keys: unknown,
  rules: LogoutTokenRules,
): Promise<VerifiedLogoutToken> {
  const { protectedHeader: header, payload: claims } = await signed(logoutToken, keys, rules);
  if (!TYPES.includes(header.typ)) throw refused("type");
  if (header.zip !== undefined || header.crit !== undefined) throw refused("header");
  const issuedAt = checkTimes(claims, rules);
  const { jti, sub, sid } = claims;
  if (typeof jti !== "string" || jti === "") throw refused("jti_missing");
  checkPurpose(claims);
  for (const name of [sub, sid]) {
    if (name !== undefined && !(typeof name === "string" && NAME.test(name))) throw refused("name_invalid");
  }
  return {
    issuer: rules.issuer,
    idHash: createHash("sha256").update(jti).digest("base64url"),
    rememberUntil: new Date((issuedAt + MAX_AGE_SECONDS + rules.clockSkewSeconds) * 1_000),
    ...(typeof sub === "string" && { subject: sub }),
    ...(typeof sid === "string" && { session: sid }),
  } as VerifiedLogoutToken;
}

/** @returns seconds */
function checkTimes({ iat, exp }: JWTPayload, { now, clockSkewSeconds }: LogoutTokenRules): number {
  if (iat === undefined || exp === undefined) throw refused("times_missing");
  const seconds = now.getTime() / 1_000;
  if (iat > seconds + clockSkewSeconds) throw refused("issued_in_future");
  if (iat < seconds - MAX_AGE_SECONDS - clockSkewSeconds) throw refused("issued_too_long_ago");
  return iat;
}

/** What keeps tokens made for something else, or for somebody else, from ending sessions. */
function checkPurpose(claims: JWTPayload): void {
  // We trust no other audience, so a token that others may show as well is not for us.
  if (Array.isArray(claims.aud) && claims.aud.length !== 1) throw refused("other_audiences");
  if (!isLogoutEvent(claims.events)) throw refused("event_missing");
  // Step 6: no ID token, and nothing made like one, is taken for a logout token.
  if ("nonce" in claims) throw refused("nonce");
  if (claims.sub === undefined && claims.sid === undefined) throw refused("nobody_named");
}

/** A session id as ID tokens carry it; one that no logout token could name is none. */
export function sessionIdOf(claims: Readonly<Record<string, unknown>>): string | undefined {
  const { sid } = claims;
  return typeof sid === "string" && NAME.test(sid) ? sid : undefined;
}

async function signed(logoutToken: Secret, keys: unknown, rules: LogoutTokenRules): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(logoutToken.reveal(), createLocalJWKSet(keys as JSONWebKeySet), {
      issuer: rules.issuer,
      audience: rules.clientId,
      algorithms: [rules.algorithm],
      clockTolerance: rules.clockSkewSeconds,
      currentDate: rules.now,
    });
  } catch (cause) {
    throw refused(reasonOf(cause), cause);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWKSNoMatchingKey) return "key_unknown";
  if (error instanceof errors.JWTClaimValidationFailed) return `claim_${error.claim}`;
  if (error instanceof errors.JOSEError) return error.code.toLowerCase();
  return "malformed";
}

/** Section 2.4: an object with this member, whose value is an object, too. */
function isLogoutEvent(events: unknown): boolean {
  if (typeof events !== "object" || events === null || Array.isArray(events)) return false;
  const event = Object.entries(events).find(([name]) => name === EVENT)?.[1];
  return typeof event === "object" && event !== null && !Array.isArray(event);
}

function refused(reason: string, cause?: unknown): AppError {
  return new AppError("signout.token_refused", { reason, ...(cause !== undefined && { cause }) });
}
