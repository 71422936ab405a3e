/**
 * Prisma's schema engine as WebAssembly, on a throw-away PGlite. `prisma migrate` downloads a native
 * engine from a host that many closed networks block; this is the same engine from the registry.
 * Development only: the product applies migrations with `lib/db/migrate.ts`.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { listMigrations, MIGRATIONS_FOLDER } from "../../lib/db/migration-files";

const SCHEMA_FILE = "prisma/schema.prisma";

/** Every table and enumeration is ours. */
export const NO_FILTER = { externalTables: [], externalEnums: [] };

type EngineModule = typeof import("@prisma/schema-engine-wasm") & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

let loaded: Promise<EngineModule> | undefined;

/** Once a process: the glue keeps views of one memory, a second instance would read the first one's. */
function engineModule(): Promise<EngineModule> {
  loaded ??= loadEngineModule();
  return loaded;
}

async function loadEngineModule(): Promise<EngineModule> {
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue: EngineModule = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  // The package's own entry imports the .wasm file as a module, which Node 20 does not.
  const { instance } = await WebAssembly.instantiate(await readFile(join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
  return glue;
}

/** The engine bound to this database. Free it with `free()`. */
export async function openSchemaEngine(database: PGlite): Promise<SchemaEngine> {
  const { SchemaEngine } = await engineModule();
  const factory = new PrismaPGlite(database);
  const schema = await readFile(SCHEMA_FILE, "utf8");
  return SchemaEngine.new(
    { datamodels: [[SCHEMA_FILE, schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/** The migrations folder in the shape in which the engine wants it. */
export async function migrationList(): Promise<MigrationList> {
  const migrations = await listMigrations(MIGRATIONS_FOLDER);
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(join(MIGRATIONS_FOLDER, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

/**
 * SQL that leads from what the migrations make to what `schema.prisma` says; what
 * `prisma migrate diff --from-migrations --to-schema --script` prints.
 */
export async function missingMigration(): Promise<string> {
  const database = await PGlite.create();
  const engine = await openSchemaEngine(database);
  try {
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...(await migrationList()) },
      to: {
        tag: "schemaDatamodel",
        files: [{ path: SCHEMA_FILE, content: await readFile(SCHEMA_FILE, "utf8") }],
      },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    });
    return stdout ?? "";
  } finally {
    engine.free();
    await database.close();
  }
}
