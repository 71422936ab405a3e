/**
 * Writes the migration that leads from the existing ones to `prisma/schema.prisma`:
 * `npx tsx scripts/migrations/create.ts <name>`. Read it, add by hand what Prisma cannot say, commit it.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MIGRATIONS_FOLDER } from "../../lib/db/migration-files";
import { missingMigration } from "./schema-engine";

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9_]{1,60}$/.test(name)) {
  console.error("Say what it does in small letters, digits and underscores, e.g. `add_account_owner`.");
  process.exit(1);
}

const sql = await missingMigration();
if (/^-- This is an empty migration\.\s*$/.test(sql)) {
  console.log("The migrations already make what the schema says; nothing to write.");
} else {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, "migration.sql"), sql, { flag: "wx" });
  console.log(`Wrote ${join(folder, "migration.sql")}.`);
}
