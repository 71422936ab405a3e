import type { AccessKeyStore, AccountStore, ConnectionStore } from "../ports";
import type { TargetRules } from "./target-input";

interface Stores {
  readonly accounts: Pick<AccountStore, "byId">;
  readonly accessKeys: Pick<AccessKeyStore, "byId">;
  readonly connections: Pick<ConnectionStore, "bySlug">;
}

/** What a target must fit, as the database has it: inside a change or outside of one. */
export function targetRules({ accounts, accessKeys, connections }: Stores): TargetRules {
  return {
    account: (accountId) => accounts.byId(accountId),
    accessKey: (accessKeyId) => accessKeys.byId(accessKeyId),
    hasSamlConnection: async (slug) => (await connections.bySlug(slug))?.kind === "saml",
  };
}
