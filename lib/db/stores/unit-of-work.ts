import type { ChangeStores, UnitOfWork } from "../../flows/ports";
import type { Sealer } from "../../keys/sealing";
import type { PrismaClient } from "../generated/client";
import { sqlInPrisma } from "../sql";
import { translateError, translatingErrors } from "../translate-error";
import { accessKeyStore } from "./access-key-store";
import { accountStore } from "./account-store";
import { appSessionStore } from "./app-session-store";
import { auditLog } from "./audit-log";
import { connectionStore } from "./connection-store";
import { grantStore } from "./grant-store";
import { keyChanges } from "./key-store";
import { lockDownChanges } from "./lock-down-store";
import { passkeyChanges } from "./passkey-store";
import { personStore } from "./person-store";
import { provisionedGroupStore } from "./provisioned-group-store";
import { provisionedUserStore } from "./provisioned-user-store";
import { provisioningStore } from "./provisioning-store";
import { restorationChanges } from "./restoration-store";
import { targetStore } from "./target-store";

/** How long a change may wait for a connection, and how long it may take. */
const LIMITS = { maxWait: 5_000, timeout: 10_000 };

/**
 * The work must use the stores it is given and no others: with PGlite there is one connection, and a store
 * outside would wait for the transaction that waits for it.
 */
export function unitOfWork(prisma: PrismaClient, sealer: Sealer): UnitOfWork {
  return {
    run: async (work) => {
      try {
        return await prisma.$transaction((client) => {
          const sql = sqlInPrisma(client);
          const stores: ChangeStores = {
            connections: translatingErrors(connectionStore({ prisma: client, sql }, sealer)),
            accounts: translatingErrors(accountStore({ prisma: client, sql })),
            targets: translatingErrors(targetStore({ prisma: client, sql })),
            grants: translatingErrors(grantStore({ prisma: client, sql })),
            keys: translatingErrors(keyChanges(sql)),
            passkeys: translatingErrors(passkeyChanges(sql)),
            accessKeys: translatingErrors(accessKeyStore({ prisma: client, sql }, sealer)),
            lockDowns: translatingErrors(lockDownChanges(sql)),
            people: translatingErrors(personStore(sql)),
            appSessions: translatingErrors(appSessionStore(sql)),
            provisioning: translatingErrors(provisioningStore(sql)),
            provisionedUsers: translatingErrors(provisionedUserStore(sql)),
            provisionedGroups: translatingErrors(provisionedGroupStore(sql)),
            audit: translatingErrors(auditLog(sql)),
            restoration: translatingErrors(restorationChanges(sql)),
          };
          return work(stores);
        }, LIMITS);
      } catch (error) {
        throw translateError(error);
      }
    },
  };
}
