import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

/**
 * A page with the count of all, as SCIM wants it (RFC 7644 section 3.4.2.4); oldest first, so that what is added
 * while somebody pages moves nothing.
 * @param source a table with `created_at` and `id`, and its condition
 * @param page `startIndex` counts from 1
 */
export async function countedPage<Columns extends object>(
  sql: SqlRunner,
  columns: Prisma.Sql,
  source: Prisma.Sql,
  page: { readonly startIndex: number; readonly count: number },
): Promise<{ readonly total: number; readonly rows: readonly Columns[] }> {
  const [counted] = await sql.rows<{ readonly total: number }>(
    Prisma.sql`SELECT count(*)::int AS total FROM ${source}`,
  );
  const rows = await sql.rows<Columns>(Prisma.sql`
    SELECT ${columns} FROM ${source}
    ORDER BY created_at, id LIMIT ${page.count}::int OFFSET ${page.startIndex - 1}::int`);
  return { total: counted?.total ?? 0, rows };
}
