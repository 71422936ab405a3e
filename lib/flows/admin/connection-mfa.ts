import { z } from "zod";
import { DEFAULT_MFA_CLAIMS, type MfaPolicy } from "../../identity/authentication";

/** The fields of a connection that say what counts as a second factor there. */

const MAX_WORDS = 30;
const words = z
  .array(z.string().regex(/^[\x21-\x7e]{1,255}$/, "must be a name or a URI without spaces"), {
    error: "must be a list of names or URIs",
  })
  .max(MAX_WORDS, `must have at most ${MAX_WORDS} entries`);

/** Taken by new connections and by changed ones; what a change does not name stays. */
export const MFA_FIELDS = { mfaClaims: words.optional(), mfaRequest: words.optional() };

export const DEFAULT_MFA_POLICY: MfaPolicy = { claims: DEFAULT_MFA_CLAIMS, request: [] };

export function mfaPolicyOf(
  claims: readonly string[] | undefined,
  request: readonly string[] | undefined,
  before: MfaPolicy,
): MfaPolicy {
  return { claims: claims ?? before.claims, request: request ?? before.request };
}
