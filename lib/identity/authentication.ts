import type { VerifiedOidcLogin } from "../oidc/verified-login";
import type { VerifiedSamlLogin } from "../saml/verified-login";

/**
 * When and how somebody's identity provider authenticated them, by its own signed word. What it did not say is
 * absent, and nothing takes the absence for a yes.
 */
export interface Authentication {
  /** AuthnInstant or `auth_time`; never later than the moment we heard of it. */
  readonly at?: Date;
  /** AuthnContextClassRef or `acr`. */
  readonly context?: string;
  /** `amr`, or the SAML attribute in which Entra ID and AD FS say the same. */
  readonly methods: readonly string[];
}

/** Which words of an identity provider stand for a second factor, and which it is asked with. */
export interface MfaPolicy {
  /** Any one of them, as `amr`, `acr` or AuthnContextClassRef, byte for byte. */
  readonly claims: readonly string[];
  /** For RequestedAuthnContext or `acr_values`; empty: it is only asked to authenticate anew. */
  readonly request: readonly string[];
}

/**
 * What counts as a second factor unless an administrator says otherwise: RFC 8176 (a code by text message is not
 * among them), OpenID Connect EAP ACR values, REFEDS MFA, and what Entra ID, AD FS and Okta say. Connections that
 * were there before have the same list from the migration.
 */
export const DEFAULT_MFA_CLAIMS: readonly string[] = [
  "mfa",
  "otp",
  "hwk",
  "sc",
  "phr",
  "phrh",
  "https://refeds.org/profile/mfa",
  "http://schemas.microsoft.com/claims/multipleauthn",
  "urn:okta:loa:2fa:any",
  "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
  "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken",
];

const METHODS_ATTRIBUTE = "http://schemas.microsoft.com/claims/authnmethodsreferences";
const MAX_METHODS = 30;
/** Names and URIs. What looks otherwise states nothing. */
const WORD = /^[\x21-\x7e]{1,255}$/;
/** Milliseconds a provider's clock may be ahead; the strict profile has its own for SAML. */
const AHEAD_MS = 60_000;

/** @param now the moment the login was verified */
export function authenticationOf(login: VerifiedSamlLogin | VerifiedOidcLogin, now: Date): Authentication {
  return login.protocol === "saml" ? ofSaml(login, now) : ofOidc(login, now);
}

function ofSaml({ authnInstant, authnContextClassRef, attributes }: VerifiedSamlLogin, now: Date) {
  const methods = attributes.filter(({ name }) => name === METHODS_ATTRIBUTE).flatMap(({ values }) => values);
  return authentication(authnInstant.getTime(), authnContextClassRef, methods, now);
}

function ofOidc({ claims }: VerifiedOidcLogin, now: Date) {
  const { auth_time: authTime, acr, amr } = claims;
  const at = typeof authTime === "number" && authTime > 0 ? authTime * 1_000 : undefined;
  return authentication(at, acr, Array.isArray(amr) ? amr : [], now);
}

/** A time to come is no time at which somebody signed in; a clock a little ahead is no sign-in of tomorrow. */
function authentication(
  at: number | undefined,
  context: unknown,
  methods: readonly unknown[],
  now: Date,
): Authentication {
  const isBelievable = at !== undefined && at <= now.getTime() + AHEAD_MS;
  return {
    ...(isBelievable ? { at: new Date(Math.min(at, now.getTime())) } : {}),
    ...(isWord(context) ? { context } : {}),
    methods: methods.filter(isWord).slice(0, MAX_METHODS),
  };
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && WORD.test(value);
}

/** Whether the identity provider stated a second factor, in a word that counts. */
export function statesMfa({ context, methods }: Authentication, { claims }: MfaPolicy): boolean {
  return [context, ...methods].some((word) => word !== undefined && claims.includes(word));
}

/** Whether somebody signed in at their identity provider at this moment or later; what was not said is no yes. */
export function signedInSince({ at }: Authentication, since: Date): boolean {
  return at !== undefined && at >= since;
}
