import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { DatabaseDriver, MigrationSession } from "./driver";
import { Prisma } from "./generated/client";
import type { SqlRunner } from "./sql";

/**
 * Neither `pg` nor the server has limits of its own: without these one lost packet holds a request for ever. Short
 * enough that whoever waits for a database that is gone is told within five seconds.
 */
const CONNECT_MS = 4_000;
const STATEMENT_MS = 4_000;
const LOCK_MS = 3_000;
const IDLE_IN_TRANSACTION_MS = 15_000;
/** Counted here and not by the server, so that it also ends a wait for a server that is gone. */
const ANSWER_MS = STATEMENT_MS + 500;
/** The system's own two hours would keep connections to a host that is gone. */
const KEEP_ALIVE_MS = 10_000;

/** Another replica may be migrating a large table while we wait for our turn. */
const MIGRATION_LOCK_MS = 120_000;

const POOL_SIZE = 10;

/** Longer, and the server is gone since it answered last: whoever waited for the transaction waits for this as well. */
const ROLLBACK_MS = 1_000;

/** `pg` reads this of a single query, too; its types do not say so. */
type TimedQuery = pg.QueryConfig & { readonly query_timeout: number };

/**
 * @param url `postgres://…` as libpq knows it; `sslmode` and the like are honoured
 * @param migrationUrl of the account that migrates; without it this one does
 */
export function openPostgres(url: string, migrationUrl = url): DatabaseDriver {
  const { connectionString, options } = inUtc(url);
  const connection = { connectionString, options, application_name: "rolebridge", keepAlive: true };
  const pool = new pg.Pool({
    ...connection,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    query_timeout: ANSWER_MS,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  // A server that restarts ends idle connections; unheard, that event would end the process.
  pool.on("error", () => undefined);

  return {
    sql: {
      rows: runnerOf(pool).rows,
      transaction: (work) => inTransaction(pool, work),
    },
    prismaAdapter: new PrismaPg(pool),
    migrating: async (work) => {
      const client = new pg.Client({
        ...connection,
        ...inUtc(migrationUrl),
        connectionTimeoutMillis: CONNECT_MS,
        lock_timeout: MIGRATION_LOCK_MS,
      });
      await client.connect();
      try {
        return await work(migrationSession(client));
      } finally {
        await client.end();
      }
    },
    // Autovacuum does.
    tidy: async () => undefined,
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/**
 * Prisma's adapter writes and reads timestamps without their zone and takes it for UTC, so the session must be
 * in UTC, whatever the server's setting. An `options` of the operator's own is kept.
 */
function inUtc(url: string): { connectionString: string; options: string } {
  const address = new URL(url);
  const theirs = address.searchParams.get("options");
  address.searchParams.delete("options");
  return {
    connectionString: address.toString(),
    options: theirs === null ? "-c TimeZone=UTC" : `${theirs} -c TimeZone=UTC`,
  };
}

/** @param failed is told of what a statement failed with */
function runnerOf(
  queryable: Pick<pg.ClientBase, "query"> | pg.Pool,
  failed: (error: unknown) => void = () => undefined,
): SqlRunner {
  return {
    rows: async <Row extends object>({ text, values }: Prisma.Sql) => {
      try {
        return (await queryable.query<Row>({ text, values })).rows;
      } catch (error) {
        failed(error);
        throw error;
      }
    },
  };
}

function migrationSession(client: pg.Client): MigrationSession {
  return {
    rows: runnerOf(client).rows,
    script: async (text) => {
      await client.query(text);
    },
  };
}

async function inTransaction<T>(pool: pg.Pool, work: (transaction: SqlRunner) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isAnswered = true;
  const transaction = runnerOf(client, (error) => {
    isAnswered = error instanceof pg.DatabaseError;
  });
  try {
    await transaction.rows(Prisma.sql`BEGIN`);
    const result = await work(transaction);
    await transaction.rows(Prisma.sql`COMMIT`);
    client.release();
    return result;
  } catch (error) {
    await leaveTransaction(client, isAnswered);
    throw error;
  }
}

/**
 * A connection on which even ROLLBACK fails or waits is thrown away, and its transaction with it.
 * @param isAnswered false when the server said nothing to the last statement: it would say nothing to this one either
 */
async function leaveTransaction(client: pg.PoolClient, isAnswered: boolean): Promise<void> {
  if (!isAnswered) {
    client.release(true);
    return;
  }
  try {
    const rollback: TimedQuery = { text: "ROLLBACK", query_timeout: ROLLBACK_MS };
    await client.query(rollback);
    client.release();
  } catch {
    client.release(true);
  }
}
