import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { createSealer } from "../../keys/sealing";
import { Secret } from "../../secret/secret";
import type { DatabaseDriver } from "../driver";
import { type Database, databaseOn } from "../open-database";
import { openPostgres } from "../open-postgres";
import { openMigratedPglite } from "./pglite-in-memory";

export interface OpenedForTest {
  readonly database: Database;
  readonly driver: DatabaseDriver;
}

interface Kind {
  readonly name: "PGlite" | "PostgreSQL";
  open(): Promise<{ readonly driver: DatabaseDriver; readonly dispose: () => Promise<void> }>;
}

const PGLITE: Kind = {
  name: "PGlite",
  open: async () => ({ driver: await openMigratedPglite(), dispose: async () => undefined }),
};

/** A database of its own in the server that TEST_DATABASE_URL names, gone afterwards. */
function postgres(url: string): Kind {
  return {
    name: "PostgreSQL",
    open: async () => {
      const name = `rolebridge_test_${randomUUID().replaceAll("-", "")}`;
      await administer(url, `CREATE DATABASE ${name}`);
      return {
        driver: openPostgres(addressOf(url, name)),
        dispose: () => administer(url, `DROP DATABASE ${name} WITH (FORCE)`),
      };
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.toString();
}

const SERVER = process.env.TEST_DATABASE_URL;
const KINDS = SERVER === undefined ? [PGLITE] : [PGLITE, postgres(SERVER)];

export const TEST_SEALER = createSealer(new Secret(Buffer.alloc(32, 7).toString("base64")));

/**
 * The same guarantees on PGlite, and on PostgreSQL when TEST_DATABASE_URL names a server on which databases may
 * be made. One migrated database a suite.
 * @param suite gets a function, since the database is open only while its tests run, and the database's kind
 */
export function onEveryDatabase(
  title: string,
  suite: (opened: () => OpenedForTest, kind: Kind["name"]) => void,
): void {
  describe.each(KINDS)(`${title}, on $name`, (kind) => {
    let opened: (OpenedForTest & { readonly dispose: () => Promise<void> }) | undefined;

    beforeAll(async () => {
      const { driver, dispose } = await kind.open();
      opened = { driver, dispose, database: await databaseOn(driver, TEST_SEALER) };
    });

    afterAll(async () => {
      await opened?.database.close();
      await opened?.dispose();
    });

    suite(() => {
      if (opened === undefined) throw new Error("the database is not open");
      return opened;
    }, kind.name);
  });
}
