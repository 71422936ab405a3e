import type { DatabaseDriver } from "./driver";
import { Prisma } from "./generated/client";
import type { SqlRunner } from "./sql";

/** What the app adds to and never changes, and what it only reads. */
const APPEND_ONLY = ["audit_event"];
const READ_ONLY = ["audit_link", "_prisma_migrations"];

/**
 * Where another account migrates, that one owns the tables, and this gives the app's account what it needs: rows of every
 * table, but of the audit only INSERT and SELECT, and of its chain only SELECT (a trigger of the owner writes that).
 * Every start and after every migration, so that a new table is never forgotten; nothing where both are one account.
 */
export async function grantAppRole({ sql, migrating }: DatabaseDriver): Promise<void> {
  const app = await currentRole(sql);
  await migrating(async (session) => {
    if ((await currentRole(session)) === app) return;
    // One transaction: there is no moment at which the audit could be changed.
    await session.script(`BEGIN;${grants(await quoted(session, app))}COMMIT`);
  });
}

async function currentRole(sql: SqlRunner): Promise<string> {
  const [row] = await sql.rows<{ name: string }>(Prisma.sql`SELECT current_user::text AS name`);
  return row?.name ?? "";
}

async function quoted(sql: SqlRunner, role: string): Promise<{ role: string; schema: string }> {
  const [row] = await sql.rows<{ role: string; schema: string }>(Prisma.sql`
    SELECT quote_ident(${role}) AS role, quote_ident(current_schema()) AS schema`);
  if (row === undefined) throw new Error("the database did not quote a name");
  return row;
}

function grants({ role, schema }: { readonly role: string; readonly schema: string }): string {
  const tables = (names: readonly string[]) => names.map((name) => `${schema}."${name}"`).join(", ");
  return `
    GRANT USAGE ON SCHEMA ${schema} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};
    REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ${tables([...APPEND_ONLY, ...READ_ONLY])} FROM ${role};
    REVOKE INSERT ON ${tables(READ_ONLY)} FROM ${role};`;
}

/** Owners count: they can switch triggers off. */
export async function mayChangeAudit(sql: SqlRunner): Promise<boolean> {
  const [row] = await sql.rows<{ may: boolean }>(Prisma.sql`
    SELECT has_table_privilege('audit_event', 'UPDATE') OR has_table_privilege('audit_event', 'DELETE')
      OR has_table_privilege('audit_link', 'INSERT') AS may`);
  return row?.may ?? true;
}
