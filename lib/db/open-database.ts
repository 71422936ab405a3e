/**
 * The database: Prisma's schema on PGlite in this process or on a PostgreSQL, behind the ports of the use-cases.
 * This room owns SQL, transactions, migrations and the lock on the folder. It must not know who may do what:
 * a store does what it is told, and decides only what two replicas must agree on.
 */

import { AppError } from "../errors/app-error";
import type { Stores } from "../flows/stores";
import type { KeyStore } from "../keys/key-store";
import type { Sealer } from "../keys/sealing";
import type { SealingKeyStore } from "../keys/sealing-key-store";
import { grantAppRole, mayChangeAudit } from "./app-role";
import type { DatabaseDriver, PoolState } from "./driver";
import { Prisma, PrismaClient } from "./generated/client";
import { deleteExpired } from "./housekeeping";
import { migrate } from "./migrate";
import { listMigrations, MIGRATIONS_FOLDER } from "./migration-files";
import { openDriver } from "./open-driver";
import { accessKeyStore } from "./stores/access-key-store";
import { accountStore } from "./stores/account-store";
import { appSessionStore } from "./stores/app-session-store";
import { auditLog } from "./stores/audit-log";
import { connectionStore } from "./stores/connection-store";
import { entitlementStore } from "./stores/entitlement-store";
import { grantStore } from "./stores/grant-store";
import { issuanceGate } from "./stores/issuance-gate-store";
import { issuedSessionStore } from "./stores/issued-session-store";
import { keyStore } from "./stores/key-store";
import { lockDownStore } from "./stores/lock-down-store";
import { logoutStore } from "./stores/logout-store";
import { passkeyStore } from "./stores/passkey-store";
import { personStore } from "./stores/person-store";
import { provisionedGroupStore } from "./stores/provisioned-group-store";
import { provisionedUserStore } from "./stores/provisioned-user-store";
import { provisioningStore } from "./stores/provisioning-store";
import { rateLimitStore } from "./stores/rate-limit-store";
import { deleteExpiredRelayed, relayedAssertionStore } from "./stores/relayed-assertion-store";
import { sealingKeyStore } from "./stores/sealing-key-store";
import { signInStore } from "./stores/sign-in-store";
import { targetStore } from "./stores/target-store";
import { unitOfWork } from "./stores/unit-of-work";
import { translateError, translatingErrors } from "./translate-error";

/** Every port on one database. All methods reject with `AppError` and nothing else. */
export interface Database extends Stores {
  readonly keys: KeyStore;
  readonly sealingKeys: SealingKeyStore;
  readonly upkeep: {
    /** One round trip; rejects with `store.unavailable`. For `/readyz`. */
    ping(): Promise<void>;
    /** What time it is there: the clock that all instances have in common. */
    now(): Promise<Date>;
    /** Connections now; undefined where there is no pool. */
    pool(): PoolState | undefined;
    /** Whether this account could change the audit if it switched its triggers off: on PostgreSQL it should not. */
    mayChangeAudit(): Promise<boolean>;
    /** Deletes sessions, requests, results and used assertions that are long over. Now and then is enough. */
    deleteExpired(now: Date): Promise<void>;
    /** Deletes assertions for AWS whose minutes are over. Every few seconds. */
    deleteExpiredRelayed(now: Date): Promise<void>;
  };
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `pglite:<folder>` or `postgres://…`. */
  readonly url: string;
  /** The same PostgreSQL with the account that owns the tables; it gives the other one its rights. */
  readonly migrationUrl?: string | undefined;
  /** For client secrets of OIDC connections. */
  readonly sealer: Sealer;
}

/** Bundles of one Next process may each hold a copy of this file; what they share is `globalThis`. */
const OPENED = Symbol.for("rolebridge.databases");
type Opened = Map<string, Promise<Database>>;

/**
 * Opens the database, brings it to this version and gives the stores. One instance a process and address:
 * who asks again gets the same, until it is closed.
 * @throws AppError `store.*`
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  const opened = openedDatabases();
  const existing = opened.get(options.url);
  if (existing !== undefined) return existing;
  const opening = open(options);
  opened.set(options.url, opening);
  opening.catch(() => opened.delete(options.url));
  return opening;
}

function openedDatabases(): Opened {
  const scope = globalThis as typeof globalThis & { [OPENED]?: Opened };
  scope[OPENED] ??= new Map();
  return scope[OPENED];
}

async function open({ url, migrationUrl, sealer }: DatabaseOptions): Promise<Database> {
  try {
    const driver = await openDriver(url, migrationUrl);
    const database = await databaseOn(driver, sealer);
    const close = async () => {
      openedDatabases().delete(url);
      await database.close();
    };
    return { ...database, close };
  } catch (error) {
    throw translateError(error);
  }
}

/**
 * Migrates what the driver leads to, and puts the stores on it. Closes the driver when that fails.
 * `openDatabase` is the way in; the conformance suite comes here with a driver of its own.
 */
export async function databaseOn(driver: DatabaseDriver, sealer: Sealer): Promise<Database> {
  try {
    await migrate(driver, await listMigrations(MIGRATIONS_FOLDER));
    await grantAppRole(driver);
  } catch (error) {
    await driver.close();
    throw error;
  }
  const prisma = new PrismaClient({ adapter: driver.prismaAdapter });
  const { sql } = driver;
  const client = { prisma, sql };
  return {
    connections: translatingErrors(connectionStore(client, sealer)),
    accounts: translatingErrors(accountStore(client)),
    accessKeys: translatingErrors(accessKeyStore(client, sealer)),
    targets: translatingErrors(targetStore(client)),
    grants: translatingErrors(grantStore(client)),
    entitlements: translatingErrors(entitlementStore(sql)),
    gate: translatingErrors(issuanceGate(sql)),
    rateLimits: translatingErrors(rateLimitStore(sql)),
    lockDowns: translatingErrors(lockDownStore(sql)),
    issuedSessions: translatingErrors(issuedSessionStore(sql)),
    people: translatingErrors(personStore(sql)),
    appSessions: translatingErrors(appSessionStore(sql)),
    logouts: translatingErrors(logoutStore(sql)),
    signIn: translatingErrors(signInStore(sql, sealer)),
    passkeys: translatingErrors(passkeyStore(sql)),
    relayedAssertions: translatingErrors(relayedAssertionStore(sql, sealer)),
    provisioning: translatingErrors(provisioningStore(sql)),
    provisionedUsers: translatingErrors(provisionedUserStore(sql)),
    provisionedGroups: translatingErrors(provisionedGroupStore(sql)),
    audit: translatingErrors(auditLog(sql)),
    keys: translatingErrors(keyStore(sql)),
    sealingKeys: translatingErrors(sealingKeyStore(sql)),
    unitOfWork: unitOfWork(prisma, sealer),
    upkeep: {
      pool: () => driver.pool(),
      ...translatingErrors({
        ping: async () => {
          await sql.rows(Prisma.sql`SELECT 1`);
        },
        now: async () => {
          const [row] = await sql.rows<{ now: Date }>(Prisma.sql`SELECT clock_timestamp() AS now`);
          if (row === undefined) throw new AppError("store.unavailable", { reason: "no_clock" });
          return row.now;
        },
        mayChangeAudit: () => mayChangeAudit(sql),
        deleteExpiredRelayed: (now: Date) => deleteExpiredRelayed(sql, now),
        deleteExpired: async (now: Date) => {
          await deleteExpired(sql, now);
          await driver.tidy();
        },
      }),
    },
    close: async () => {
      await prisma.$disconnect();
      await driver.close();
    },
  };
}
