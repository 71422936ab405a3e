import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseDriver } from "./driver";
import { Prisma } from "./generated/client";
import { openPostgres } from "./open-postgres";
import { translateError } from "./translate-error";

const SERVER = process.env.TEST_DATABASE_URL;

describe.runIf(SERVER !== undefined)("a PostgreSQL", () => {
  const table = `t_${randomUUID().replaceAll("-", "")}`;
  let driver: DatabaseDriver;
  let other: pg.Client;

  beforeAll(async () => {
    const url = SERVER ?? "";
    driver = openPostgres(`${url}?options=${encodeURIComponent("-c TimeZone=Asia/Tokyo -c geqo=off")}`);
    other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query(`CREATE TABLE ${table} (n int); INSERT INTO ${table} VALUES (1)`);
  });

  afterAll(async () => {
    await other.query(`ROLLBACK; DROP TABLE ${table}`);
    await other.end();
    await driver.close();
  });

  const failing = (statement: Prisma.Sql) =>
    driver.sql.rows(statement).then(
      () => undefined,
      (error: unknown) => translateError(error),
    );

  it("has limits for statements, locks and idle transactions, keeps the operator's options, and is in UTC", async () => {
    const settings = await driver.sql.rows(Prisma.sql`
      SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
        current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('geqo') AS geqo,
        current_setting('TimeZone') AS zone, current_setting('application_name') AS name`);
    expect(settings).toEqual([
      { statement: "4s", lock: "3s", idle: "15s", geqo: "off", zone: "UTC", name: "rolebridge" },
    ]);
  });

  it("that is waiting for a lock too long is unavailable, not silent", async () => {
    await other.query(`BEGIN; LOCK TABLE ${table}`);
    const started = performance.now();
    expect(await failing(Prisma.sql`SELECT * FROM ${Prisma.raw(table)}`)).toMatchObject({
      code: "store.unavailable",
      reason: "sql_55P03",
    });
    expect(performance.now() - started).toBeLessThan(8_000);
    await other.query("ROLLBACK");
  });

  it("that ended our connections (a restart) serves the next request", async () => {
    await driver.sql.rows(Prisma.sql`SELECT 1`);
    await other.query(`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rolebridge' AND state = 'idle'`);
    await expect
      .poll(() => driver.sql.rows(Prisma.sql`SELECT 1 AS one`).catch(() => undefined))
      .toEqual([{ one: 1 }]);
  });

  it("that falls silent in the midst of a transaction is unavailable after five seconds, not asked to roll back", async () => {
    const line = await lineTo(new URL(SERVER ?? ""));
    const distant = openPostgres(line.url);
    try {
      await distant.sql.rows(Prisma.sql`SELECT 1`);
      const started = performance.now();
      const cut = distant.sql.transaction(async (transaction) => {
        line.cut();
        await transaction.rows(Prisma.sql`SELECT 1`);
      });
      const failed = await cut.catch((error: unknown) => translateError(error));
      expect(failed).toMatchObject({ code: "store.unavailable" });
      // 4.5 for the statement; a ROLLBACK that nobody answers would be waited for as well, a second more.
      expect(performance.now() - started).toBeLessThan(5_400);
    } finally {
      line.close();
      await distant.close();
    }
  });

  it("rolls a transaction back, and the connection goes on serving", async () => {
    const failed = driver.sql.transaction(async (transaction) => {
      await transaction.rows(Prisma.sql`UPDATE ${Prisma.raw(table)} SET n = 2`);
      await transaction.rows(Prisma.sql`SELECT 1 / 0`);
    });
    await expect(failed).rejects.toThrow(/division/);
    expect(await driver.sql.rows(Prisma.sql`SELECT n FROM ${Prisma.raw(table)}`)).toEqual([{ n: 1 }]);
  });
});

/** A way to the server that can fall silent: connected, and nothing passes any more. */
async function lineTo(server: URL): Promise<{ url: string; cut(): void; close(): void }> {
  const sockets: Socket[] = [];
  const listener = createServer((near) => {
    const far = connect(Number(server.port || 5432), server.hostname);
    for (const socket of [near, far]) socket.on("error", () => undefined);
    near.pipe(far).pipe(near);
    sockets.push(near, far);
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const url = new URL(server);
  url.hostname = "127.0.0.1";
  url.port = String((listener.address() as AddressInfo).port);
  return {
    url: url.toString(),
    cut: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
}
