import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Where the migrations are, seen from the folder in which Rolebridge is started. They are read at run time,
 * as Prisma's own tool does, so a bundler neither has to know nor can forget them.
 */
export const MIGRATIONS_FOLDER = "prisma/migrations";

/** One folder of `prisma/migrations`. */
export interface Migration {
  /** `20261121230000_first`: sorts by age. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file in hex, as Prisma keeps it in `_prisma_migrations`. */
  readonly checksum: string;
}

/**
 * Every migration, oldest first.
 * @throws Error of the file system when the folder cannot be read
 */
export async function listMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
  return { name, sql, checksum: createHash("sha256").update(sql, "utf8").digest("hex") };
}
