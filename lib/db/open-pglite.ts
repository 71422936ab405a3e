import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { AppError } from "../errors/app-error";
import type { DatabaseDriver } from "./driver";
import { durableFolder } from "./durable-node-fs";
import { takeFolderLock } from "./folder-lock";
import type { Prisma } from "./generated/client";
import type { SqlRunner } from "./sql";

/** Inside the folder, so that the folder itself can be a mounted volume. */
const CLUSTER = "cluster";
const BEGUN = "cluster.begun-";
const LOCK = "lock";

/**
 * Opens a folder with PGlite in this process, makes it first when there is none.
 * @param path relative to the folder in which Rolebridge was started
 * @throws AppError `store.folder_in_use`, `store.folder_unusable`
 */
export async function openPgliteFolder(path: string): Promise<DatabaseDriver> {
  const folder = resolve(path);
  await usable(() => mkdir(folder, { recursive: true, mode: 0o700 }));
  const lock = await usable(async () => takeFolderLock(join(folder, LOCK)));
  try {
    await usable(() => prepareCluster(folder));
    const database = await usable(() => PGlite.create(durableFolder(join(folder, CLUSTER))));
    return pgliteDriver(database, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** An open PGlite as the stores use it. Who opened it says what else is to do when it is closed. */
export function pgliteDriver(database: PGlite, closed: () => void): DatabaseDriver {
  // There is one connection, to which an advisory lock says nothing: whoever migrates waits here.
  let migrated: Promise<unknown> = Promise.resolve();
  return {
    sql: {
      rows: runnerOf(database).rows,
      transaction: (work) => database.transaction((transaction) => work(runnerOf(transaction))),
    },
    prismaAdapter: new PrismaPGlite(database),
    migrating: (work) => {
      const session = {
        rows: runnerOf(database).rows,
        script: async (text: string) => {
          await database.exec(text);
        },
      };
      const turn = migrated.then(() => work(session));
      migrated = turn.catch(() => undefined);
      return turn;
    },
    // A single process has no autovacuum: unasked, deleted rows would keep their room and plans would be guesses.
    tidy: async () => {
      await database.exec("VACUUM (ANALYZE)");
    },
    pool: () => undefined,
    close: async () => {
      try {
        if (!database.closed) await database.close();
      } finally {
        closed();
      }
    },
  };
}

function runnerOf(queryable: Pick<PGlite, "query">): SqlRunner {
  return {
    rows: async <Row extends object>(statement: Prisma.Sql) => {
      const { rows } = await queryable.query<Row>(statement.text, statement.values);
      return rows;
    },
  };
}

/**
 * A process killed while it initialises leaves files that no PGlite ever opens again. So initialisation happens
 * beside, and a rename makes it the cluster: there is a whole one, or none. Called under the lock.
 */
async function prepareCluster(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(BEGUN)) await rm(join(folder, name), { recursive: true, force: true });
  }
  const cluster = join(folder, CLUSTER);
  if (existsSync(join(cluster, "PG_VERSION"))) return;
  // PGlite would initialise into whatever is there.
  if (existsSync(cluster)) throw new Error(`${cluster} is not a database`);
  const begun = join(folder, `${BEGUN}${randomUUID()}`);
  const database = await PGlite.create(durableFolder(begun));
  await database.close();
  await rename(begun, cluster);
  await syncFolder(folder);
}

/** The rename itself must outlive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function usable<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("store.folder_unusable", { cause });
  }
}
