import type { Assumptions } from "./assumptions";
import type { Clock } from "./clock";
import type { SessionTokens } from "./store/session-tokens";
import type { Store } from "./store/store";

/** What every listener of one local AWS shares. */
export interface Cloud {
  readonly store: Store;
  readonly tokens: SessionTokens;
  readonly clock: Clock;
  readonly assumptions: Assumptions;
}
