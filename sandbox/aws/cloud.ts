import type { Assumptions } from "./assumptions";
import type { Clock } from "./clock";
import type { ConsoleSessions } from "./store/console-sessions";
import type { SessionTokens } from "./store/session-tokens";
import type { Store } from "./store/store";

/** What every listener of one local AWS shares. */
export interface Cloud {
  readonly store: Store;
  readonly tokens: SessionTokens;
  readonly consoleSessions: ConsoleSessions;
  readonly clock: Clock;
  readonly assumptions: Assumptions;
}
