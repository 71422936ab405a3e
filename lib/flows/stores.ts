/** Everything that is kept, as the use-cases know it. Each port stands with what it keeps; `lib/db` implements all. */
import type { AuditLog } from "./audit-ports";
import type { IssuanceGate, IssuedSessionStore, LockDownStore, RateLimitStore } from "./issuance-ports";
import type { LogoutStore } from "./logout-ports";
import type { PasskeyStore } from "./passkey-ports";
import type {
  AccessKeyStore,
  AccountStore,
  AppSessionStore,
  ConnectionStore,
  EntitlementStore,
  GrantStore,
  PersonStore,
  SignInStore,
  TargetStore,
  UnitOfWork,
} from "./ports";
import type { ProvisioningStores } from "./provisioning/ports";
import type { RelayedAssertionStore } from "./relay-ports";

export interface Stores extends ProvisioningStores {
  readonly connections: ConnectionStore;
  readonly accounts: AccountStore;
  readonly accessKeys: AccessKeyStore;
  readonly targets: TargetStore;
  readonly grants: GrantStore;
  readonly entitlements: EntitlementStore;
  readonly gate: IssuanceGate;
  readonly rateLimits: RateLimitStore;
  readonly lockDowns: LockDownStore;
  readonly issuedSessions: IssuedSessionStore;
  readonly people: PersonStore;
  readonly appSessions: AppSessionStore;
  readonly logouts: LogoutStore;
  readonly signIn: SignInStore;
  readonly relayedAssertions: RelayedAssertionStore;
  readonly passkeys: PasskeyStore;
  readonly audit: AuditLog;
  readonly unitOfWork: UnitOfWork;
}
