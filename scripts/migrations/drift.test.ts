import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DatabaseDriver } from "../../lib/db/driver";
import { migrate } from "../../lib/db/migrate";
import { listMigrations, MIGRATIONS_FOLDER } from "../../lib/db/migration-files";
import { migrationList, missingMigration, NO_FILTER, openSchemaEngine } from "./schema-engine";

let database: PGlite;

beforeAll(async () => {
  database = await PGlite.create();
});

afterAll(() => database.close());

/** `migrate` on the same PGlite that Prisma's engine looks at. */
function migrating(): Pick<DatabaseDriver, "migrating"> {
  return {
    migrating: (work) =>
      work({
        rows: async <Row extends object>(statement: { text: string; values: unknown[] }) =>
          (await database.query<Row>(statement.text, statement.values)).rows,
        script: async (text) => {
          await database.exec(text);
        },
      }),
  };
}

it("finds nothing that the schema says and the migrations do not make", async () => {
  expect(await missingMigration()).toMatch(/^-- This is an empty migration\.\s*$/);
}, 90_000);

it("Prisma's engine takes a database that Rolebridge migrated for its own: nothing pending, failed or edited", async () => {
  await migrate(migrating(), await listMigrations(MIGRATIONS_FOLDER));
  const engine = await openSchemaEngine(database);
  try {
    const history = { migrationsList: await migrationList(), filters: NO_FILTER };
    expect(await engine.diagnoseMigrationHistory({ ...history, optInToShadowDatabase: false })).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
    expect(await engine.applyMigrations(history)).toEqual({ appliedMigrationNames: [] });
  } finally {
    engine.free();
  }
});

it("Prisma's engine would see an edited and a pending migration", async () => {
  const engine = await openSchemaEngine(database);
  try {
    const list = await migrationList();
    const [first, ...others] = list.migrationDirectories;
    if (first === undefined) throw new Error("no migration");
    const edited = { path: "migration.sql", content: { tag: "ok" as const, value: "SELECT 1" } };
    const directories = [
      { ...first, migrationFile: edited },
      ...others,
      { path: "20990101000000_next", migrationFile: edited },
    ];
    const diagnosis = await engine.diagnoseMigrationHistory({
      migrationsList: { ...list, migrationDirectories: directories },
      optInToShadowDatabase: false,
      filters: NO_FILTER,
    });
    expect(diagnosis).toMatchObject({
      editedMigrationNames: [first.path],
      history: { diagnostic: "databaseIsBehind", unappliedMigrationNames: ["20990101000000_next"] },
    });
  } finally {
    engine.free();
  }
});
