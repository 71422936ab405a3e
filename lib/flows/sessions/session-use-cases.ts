import type { ErrorCode } from "../../errors/codes";
import type { Actor, PersonActor, RequestOrigin } from "../../identity/actor";
import type { Secret } from "../../secret/secret";

export interface SessionUseCases {
  /** Who this cookie is, now; undefined when signed out, expired, idle too long or revoked. */
  actorOfSession(appSessionId: string, origin: RequestOrigin): Promise<PersonActor | undefined>;
  /**
   * Why this cookie's session does not hold any more, as the code of a sentence for the browser that has the cookie.
   * Undefined when it holds, is not known, or its person signed out.
   */
  endOfSession(appSessionId: string): Promise<ErrorCode | undefined>;
  /** Who this bearer token is; throws `access.token_invalid`. */
  actorOfToken(token: Secret, origin: RequestOrigin): Promise<Actor>;
  /** Ends the app session and audits it. Harmless when there is none. */
  signOut(actor: PersonActor): Promise<void>;
}
