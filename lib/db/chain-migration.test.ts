import { expect, it } from "vitest";
import { openPgliteInMemory } from "./conformance/pglite-in-memory";
import { Prisma } from "./generated/client";
import { migrate } from "./migrate";
import { listMigrations, MIGRATIONS_FOLDER } from "./migration-files";
import { verifyStoredChain } from "./stores/audit-chain";

it("K09 the migration chains the events that were there before it", async () => {
  const driver = await openPgliteInMemory();
  try {
    const all = await listMigrations(MIGRATIONS_FOLDER);
    const before = all.filter(({ name }) => name < "20261122064000_audit_chain");
    await migrate(driver, before);
    await driver.sql.rows(Prisma.sql`
      INSERT INTO audit_event (id, at, actor_kind, actor_name, action, outcome, remote_address, user_agent,
        reference, detail)
      SELECT gen_random_uuid(), now(), 'system', 'Rolebridge', 'key.used', 'success', '', '', 'start',
        jsonb_build_object('n', n) FROM generate_series(1, 50) n`);
    await driver.sql.rows(Prisma.sql`SELECT nextval(pg_get_serial_sequence('audit_event', 'seq'))`);
    await migrate(driver, all.slice(0, before.length + 1));
    expect(await verifyStoredChain(driver.sql)).toMatchObject({ events: 50 });
    expect((await verifyStoredChain(driver.sql)).fault).toBeUndefined();
  } finally {
    await driver.close();
  }
});
