import { createHmac } from "node:crypto";

const STEP_MS = 30_000;

/** Number of the 30 second step a moment lies in (RFC 6238, T0 = 0). */
export function totpStep(now: Date): number {
  return Math.floor(now.getTime() / STEP_MS);
}

/** The six digits of a step: RFC 6238 with HMAC-SHA-1, as virtual MFA devices compute them. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  // Dynamic truncation, RFC 4226 section 5.3.
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}
