import type { AccessKeyPair, Account, Role, SamlProvider, User } from "./account";
import type { Session } from "./session";

/**
 * Everything that exists in the local AWS, in memory. Owns look-ups across accounts; knows nothing of wire formats,
 * policies or sessions (those travel in their own tokens).
 */
export class Store {
  readonly #accounts = new Map<string, Account>();

  addAccount(account: Account): void {
    if (this.#accounts.has(account.accountId)) throw new Error(`account ${account.accountId} is there twice`);
    this.#accounts.set(account.accountId, account);
  }

  account(accountId: string): Account | undefined {
    return this.#accounts.get(accountId);
  }

  /** The role with exactly this ARN: path and case count. */
  roleByArn(arn: string): { account: Account; role: Role } | undefined {
    const account = this.account(arn.split(":")[4] ?? "");
    const role = account?.roles.get(arn.slice(arn.lastIndexOf("/") + 1).toLowerCase());
    return account !== undefined && role?.arn === arn ? { account, role } : undefined;
  }

  samlProviderByArn(arn: string): { account: Account; provider: SamlProvider } | undefined {
    const account = this.account(arn.split(":")[4] ?? "");
    const provider = account?.samlProviders.get(arn.slice(arn.lastIndexOf("/") + 1).toLowerCase());
    return account !== undefined && provider?.arn === arn ? { account, provider } : undefined;
  }

  /** Whose a long-lived key is, whether it works or not. */
  accountWithAccessKey(accessKeyId: string): Account | undefined {
    const has = (keys: readonly AccessKeyPair[]) => keys.some((key) => key.accessKeyId === accessKeyId);
    return [...this.#accounts.values()].find(
      ({ rootAccessKeys, users }) =>
        has(rootAccessKeys) || [...users.values()].some((user) => has(user.accessKeys)),
    );
  }

  /** The provider whose own sign-in URL ends so. */
  samlProviderByAcsId(acsId: string): SamlProvider | undefined {
    return [...this.#accounts.values()]
      .flatMap(({ samlProviders }) => [...samlProviders.values()])
      .find((provider) => provider.acsId === acsId);
  }

  /** Whose an active long-lived key is; the account's root user's when there is no `user`. */
  holderOfAccessKey(
    accessKeyId: string,
  ): { account: Account; user: User | undefined; key: AccessKeyPair } | undefined {
    for (const account of this.#accounts.values()) {
      const rootKey = account.rootAccessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
      if (rootKey !== undefined) return { account, user: undefined, key: rootKey };
      for (const user of account.users.values()) {
        const key = user.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
        if (key?.status === "Active") return { account, user, key };
      }
    }
    return undefined;
  }

  /** The user whom a session of GetSessionToken or GetFederationToken stands for, while that user is there. */
  sessionUser(session: Session): User | undefined {
    if (session.kind === "assumed-role" || session.user === undefined) return undefined;
    const user = this.account(session.accountId)?.users.get(session.user.userName.toLowerCase());
    return user?.userId === session.user.userId ? user : undefined;
  }
}
