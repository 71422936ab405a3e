import { createHash, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { onEveryDatabase } from "./conformance/on-every-database";
import { Prisma } from "./generated/client";
import { migrate } from "./migrate";
import { listMigrations, MIGRATIONS_FOLDER, type Migration } from "./migration-files";

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}

onEveryDatabase("migrations", (opened) => {
  const driver = () => opened().driver;
  const known = () => listMigrations(MIGRATIONS_FOLDER);
  const history = (name: string) =>
    driver().sql.rows(Prisma.sql`
      SELECT checksum, finished_at IS NOT NULL AS finished, rolled_back_at, logs, applied_steps_count AS steps,
        started_at <= finished_at + interval '1 minute' AS ordered
      FROM _prisma_migrations WHERE migration_name = ${name}`);
  const forget = (name: string) =>
    driver().sql.rows(Prisma.sql`DELETE FROM _prisma_migrations WHERE migration_name = ${name}`);

  it("are written down as Prisma's own tool does", async () => {
    for (const { name, checksum } of await known()) {
      expect(await history(name)).toEqual([
        { checksum, finished: true, rolled_back_at: null, logs: null, steps: 1, ordered: true },
      ]);
    }
  });

  it("are applied once, though several processes start at once", async () => {
    const next = migration("20990101000000_once", "CREATE TABLE once (n int)");
    const all = [...(await known()), next];
    await Promise.all(Array.from({ length: 4 }, () => migrate(driver(), all)));
    expect(await history(next.name)).toHaveLength(1);
    await forget(next.name);
  });

  it("leave nothing when one of their statements fails", async () => {
    const broken = migration("20990101000001_broken", "CREATE TABLE half (n int); SELECT 1 / 0;");
    await expect(migrate(driver(), [...(await known()), broken])).rejects.toMatchObject({
      code: "store.migration_failed",
      detail: `It is ${broken.name}.`,
    });
    expect(await history(broken.name)).toEqual([]);
    const half = await driver().sql.rows(Prisma.sql`SELECT to_regclass('half') AS half`);
    expect(half).toEqual([{ half: null }]);
    await migrate(driver(), await known());
  });

  it("that a newer version applied stop this one", async () => {
    const newer = migration("20990101000002_newer", "SELECT 1");
    await migrate(driver(), [...(await known()), newer]);
    await expect(migrate(driver(), await known())).rejects.toMatchObject({
      code: "store.newer",
      detail: `This version does not know ${newer.name}.`,
    });
    await forget(newer.name);
  });

  it("that Prisma's tool left unfinished stop this one, until they are resolved", async () => {
    const name = "20990101000003_unfinished";
    await driver().sql.rows(Prisma.sql`
      INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (${randomUUID()}, 'x', ${name})`);
    await expect(migrate(driver(), await known())).rejects.toMatchObject({
      code: "store.migration_unfinished",
      detail: `It is ${name}.`,
    });
    await driver().sql.rows(Prisma.sql`
      UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = ${name}`);
    await migrate(driver(), await known());
    await forget(name);
  });

  it("never touch a database that belongs to something else", async () => {
    await driver().migrating((session) =>
      session.script("ALTER TABLE _prisma_migrations RENAME TO elsewhere"),
    );
    await expect(migrate(driver(), await known())).rejects.toMatchObject({ code: "store.not_ours" });
    await driver().migrating((session) =>
      session.script("ALTER TABLE elsewhere RENAME TO _prisma_migrations"),
    );
  });
});
