import { hkdfSync } from "node:crypto";
import { Secret } from "../secret/secret";

/** What a key is for. A new use is a new line: no two purposes ever share key bytes. */
export type KeyPurpose = "cookies";

/**
 * An independent 256-bit key for one purpose (HKDF-SHA-256, RFC 5869), base64.
 * Knowing one derived key tells nothing of another or of the configured secret.
 */
export function deriveKey(configured: Secret, purpose: KeyPurpose): Secret {
  const bytes = hkdfSync("sha256", configured.reveal(), "rolebridge", `rolebridge/${purpose}/1`, 32);
  return new Secret(Buffer.from(bytes).toString("base64"));
}
