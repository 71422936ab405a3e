import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TEST_SEALER } from "./conformance/on-every-database";
import { auditEvent } from "./conformance/samples";
import type { DatabaseDriver } from "./driver";
import { Prisma } from "./generated/client";
import { type Database, databaseOn } from "./open-database";
import { openPostgres } from "./open-postgres";
import { verifyStoredChain } from "./stores/audit-chain";

const SERVER = process.env.TEST_DATABASE_URL;

describe.runIf(SERVER !== undefined)("K08 the app's own account on PostgreSQL", () => {
  const suffix = randomUUID().replaceAll("-", "");
  const [owner, app, name] = [`owner_${suffix}`, `app"${suffix}`, `rolebridge_test_${suffix}`];
  let admin: pg.Client;
  let driver: DatabaseDriver;
  let database: Database;

  function urlOf(role: string): string {
    const url = new URL(SERVER ?? "");
    url.username = encodeURIComponent(role);
    url.password = suffix;
    url.pathname = `/${name}`;
    return url.toString();
  }

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: SERVER });
    await admin.connect();
    for (const role of [owner, app]) {
      await admin.query(`CREATE ROLE "${role.replaceAll('"', '""')}" LOGIN PASSWORD '${suffix}'`);
    }
    await admin.query(`CREATE DATABASE ${name} OWNER "${owner}"`);
    driver = openPostgres(urlOf(app), urlOf(owner));
    database = await databaseOn(driver, TEST_SEALER);
  });

  afterAll(async () => {
    await database.close();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    for (const role of [owner, app]) await admin.query(`DROP ROLE "${role.replaceAll('"', '""')}"`);
    await admin.end();
  });

  it("adds events, which the owner's trigger chains", async () => {
    for (let count = 0; count < 3; count++) await database.audit.append(auditEvent());
    expect((await database.audit.list({ limit: 10 })).items).toHaveLength(3);
    expect(await verifyStoredChain(driver.sql)).toMatchObject({ events: 3 });
    expect((await verifyStoredChain(driver.sql)).fault).toBeUndefined();
    expect(await database.upkeep.mayChangeAudit()).toBe(false);
  });

  it.each([
    "UPDATE audit_event SET actor_name = 'nobody'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER USER",
    "DROP TRIGGER audit_event_linked ON audit_event",
    "INSERT INTO audit_link SELECT position + 1, event_seq + 1, hash FROM audit_link",
    "UPDATE audit_link SET hash = hash",
    "DELETE FROM audit_link",
    "DELETE FROM _prisma_migrations",
    "CREATE TABLE mine (n int)",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION audit_event_link() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
  ])("cannot %s", async (statement) => {
    await expect(driver.sql.rows(Prisma.raw(statement))).rejects.toThrow(/permission denied|must be owner/);
  });

  it("cannot put a table of its own before the chain's", async () => {
    await driver.sql.transaction(async (transaction) => {
      await transaction.rows(
        Prisma.sql`CREATE TEMP TABLE audit_link (position bigint, event_seq bigint, hash bytea) ON COMMIT DROP`,
      );
      await transaction.rows(Prisma.sql`SET LOCAL search_path = pg_temp, public`);
      await transaction.rows(Prisma.sql`
        INSERT INTO audit_event (id, at, actor_kind, actor_name, action, outcome, remote_address, user_agent, reference)
        VALUES (gen_random_uuid(), now(), 'system', '', 'key.used', 'success', '', '', '')`);
    });
    const { events, fault } = await verifyStoredChain(driver.sql);
    expect([events, fault]).toEqual([4, undefined]);
  });

  it("does everything else, and starts without the owner where nothing is to be migrated", async () => {
    await database.upkeep.deleteExpired(new Date());
    await database.sealingKeys.insert({ id: "00112233aabbccdd", status: "current" });
    const alone = await databaseOn(openPostgres(urlOf(app)), TEST_SEALER);
    await alone.audit.append(auditEvent());
    await alone.close();
  });
});
