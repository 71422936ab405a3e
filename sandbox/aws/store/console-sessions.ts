import { randomBytes } from "node:crypto";
import type { Session } from "./session";

/** A browser that is signed in to the console. */
export interface ConsoleSession {
  readonly session: Session;
  /** Milliseconds since the epoch; may be later than the credentials'. */
  readonly expiresAt: number;
  /** Real AWS console URL that the sign-in asked for. */
  readonly destination: URL | undefined;
  /** Where the person came from, to sign in again. */
  readonly issuer: string | undefined;
}

const KEPT_AFTER_EXPIRY_MS = 3_600_000;

/** Console sessions by the secret in the browser's cookie. */
export class ConsoleSessions {
  readonly #sessions = new Map<string, ConsoleSession>();

  /** @returns the cookie's value. */
  open(session: ConsoleSession, now: number): string {
    for (const [id, { expiresAt }] of this.#sessions) {
      if (expiresAt + KEPT_AFTER_EXPIRY_MS < now) this.#sessions.delete(id);
    }
    const id = randomBytes(24).toString("base64url");
    this.#sessions.set(id, session);
    return id;
  }

  find(id: string | undefined): ConsoleSession | undefined {
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  close(id: string | undefined): void {
    if (id !== undefined) this.#sessions.delete(id);
  }
}
