import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Session } from "./session";

/** What a sealed token is for; one kind can never be presented as another. */
type Purpose = "session" | "signin" | "authorization";

/**
 * Session tokens that carry their session, encrypted: opaque to the holder, nothing to remember here, and a token
 * that expired long ago is still told apart from one that never existed. A map would grow with every call.
 */
export class SessionTokens {
  readonly #key = randomBytes(32);

  sealSession(session: Session): string {
    return this.#seal("session", session);
  }

  /** The session a token carries, or nothing when this AWS did not make it. Expiry is the caller's business. */
  openSession(token: string): Session | undefined {
    return this.#open("session", token) as Session | undefined;
  }

  sealSigninToken(content: SigninToken): string {
    return this.#seal("signin", content);
  }

  openSigninToken(token: string): SigninToken | undefined {
    return this.#open("signin", token) as SigninToken | undefined;
  }

  sealAuthorizationMessage(content: AuthorizationMessage): string {
    return this.#seal("authorization", content);
  }

  openAuthorizationMessage(encoded: string): AuthorizationMessage | undefined {
    return this.#open("authorization", encoded) as AuthorizationMessage | undefined;
  }

  #seal(purpose: Purpose, content: object): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(deflateRawSync(JSON.stringify(content))), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
  }

  #open(purpose: Purpose, token: string): unknown {
    const bytes = Buffer.from(token, "base64");
    // Node's decoder skips what is not base64; only the exact text that was issued is this token.
    if (bytes.length < 28 || bytes.toString("base64") !== token) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(12, 28));
    try {
      const content = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      return JSON.parse(inflateRawSync(content).toString());
    } catch {
      return undefined;
    }
  }
}

/** Why something was refused, and whose account may read it. */
export interface AuthorizationMessage {
  readonly accountId: string;
  readonly message: object;
}

/** What getSigninToken promises and login redeems. */
export interface SigninToken {
  readonly session: Session;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** When the console session made from it ends. */
  readonly consoleExpiresAt: number;
}
