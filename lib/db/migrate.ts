import { randomUUID } from "node:crypto";
import { AppError } from "../errors/app-error";
import type { DatabaseDriver, MigrationSession } from "./driver";
import { Prisma } from "./generated/client";
import type { Migration } from "./migration-files";

/** Prisma's own number: `prisma migrate deploy` and a starting Rolebridge wait for each other. */
const MIGRATION_LOCK = 72707369;

/** As Prisma's schema engine makes it, so that its tools find what they expect. */
const CREATE_HISTORY = `CREATE TABLE _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

interface HistoryRow {
  readonly migration_name: string;
  readonly finished: boolean;
}

/**
 * Brings the database to this version. Each migration is one transaction together with its line in the history,
 * so a failure leaves nothing half done (Prisma's own tool can); in return a migration must not hold statements
 * that refuse a transaction, such as CREATE INDEX CONCURRENTLY. When nothing is pending nothing is written, so
 * the application's database account needs no right to create tables if migrations are applied by another.
 *
 * @param migrations all this version knows, oldest first
 * @throws AppError `store.newer`, `store.migration_unfinished`, `store.not_ours`, `store.migration_failed`
 */
export async function migrate(
  driver: Pick<DatabaseDriver, "migrating">,
  migrations: readonly Migration[],
): Promise<void> {
  await driver.migrating(async (session) => {
    await session.rows(Prisma.sql`SELECT 1 FROM pg_advisory_lock(${MIGRATION_LOCK}::bigint)`);
    try {
      const history = await readHistory(session);
      for (const migration of pending(history, migrations)) await apply(session, migration);
    } finally {
      await session.rows(Prisma.sql`SELECT pg_advisory_unlock(${MIGRATION_LOCK}::bigint)`);
    }
  });
}

async function readHistory(session: MigrationSession): Promise<readonly HistoryRow[]> {
  const [found] = await session.rows<{ history: boolean; tables: number }>(Prisma.sql`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS history,
      (SELECT count(*)::int FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')) AS tables`);
  if (!found?.history) {
    if (found !== undefined && found.tables > 0) throw new AppError("store.not_ours");
    await session.script(CREATE_HISTORY);
    return [];
  }
  return session.rows<HistoryRow>(Prisma.sql`
    SELECT migration_name, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations WHERE rolled_back_at IS NULL`);
}

function pending(history: readonly HistoryRow[], known: readonly Migration[]): readonly Migration[] {
  const unfinished = history.find((row) => !row.finished);
  if (unfinished !== undefined) {
    throw new AppError("store.migration_unfinished", { detail: `It is ${unfinished.migration_name}.` });
  }
  const applied = new Set(history.map((row) => row.migration_name));
  const names = new Set(known.map((migration) => migration.name));
  const strangers = [...applied].filter((name) => !names.has(name));
  if (strangers.length > 0) {
    throw new AppError("store.newer", {
      detail: `This version does not know ${strangers.sort().join(", ")}.`,
    });
  }
  return known.filter((migration) => !applied.has(migration.name));
}

async function apply(session: MigrationSession, { name, sql, checksum }: Migration): Promise<void> {
  const started = new Date();
  await session.script("BEGIN");
  try {
    await session.script(sql);
    await session.rows(Prisma.sql`
      INSERT INTO _prisma_migrations
        (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
      VALUES (${randomUUID()}, ${checksum}, ${name}, ${started}, clock_timestamp(), 1)`);
    await session.script("COMMIT");
  } catch (cause) {
    await session.script("ROLLBACK");
    throw new AppError("store.migration_failed", { cause, detail: `It is ${name}.` });
  }
}
