import type { SqlDriverAdapterFactory } from "@prisma/client/runtime/client";
import type { SqlDatabase, SqlRunner } from "./sql";

/** A PostgreSQL, wherever it runs, as the stores and Prisma use it. */
export interface DatabaseDriver {
  /** Straight to the driver, for the statements every request waits for. */
  readonly sql: SqlDatabase;
  /** The same connections for Prisma. */
  readonly prismaAdapter: SqlDriverAdapterFactory;
  /** A connection of its own with time-outs fit for migrations. */
  migrating<T>(work: (session: MigrationSession) => Promise<T>): Promise<T>;
  /** Gives back the room of deleted rows and counts what there is, where the server does not itself. */
  tidy(): Promise<void>;
  /** Connections now; undefined where there is no pool. */
  pool(): PoolState | undefined;
  close(): Promise<void>;
}

export interface PoolState {
  readonly open: number;
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

export interface MigrationSession extends SqlRunner {
  /** Several statements in one text, without parameters. */
  script(text: string): Promise<void>;
}
