import type { Prisma } from "./generated/client";

/**
 * Runs statements made with the `Prisma.sql` tag: text and parameters stay apart, so nothing a client sent
 * becomes SQL. Three things run them: the pool, PGlite, and a Prisma transaction. All of them give the same
 * rows: timestamps as Date, arrays as arrays, jsonb parsed, bytea as Uint8Array. A bigint is cast to text in
 * the statement, since there they differ.
 */
export interface SqlRunner {
  /** @typeParam Row the columns as the statement names them */
  rows<Row extends object>(statement: Prisma.Sql): Promise<readonly Row[]>;
}

export interface SqlDatabase extends SqlRunner {
  /** READ COMMITTED. Commits when the work resolves, rolls back when it throws. */
  transaction<T>(work: (transaction: SqlRunner) => Promise<T>): Promise<T>;
}

/** Statements inside a transaction that Prisma opened. */
export function sqlInPrisma(client: Prisma.TransactionClient): SqlRunner {
  return { rows: async <Row extends object>(statement: Prisma.Sql) => client.$queryRaw<Row[]>(statement) };
}
