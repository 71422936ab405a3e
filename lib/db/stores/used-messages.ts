import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

/** False when it was there before. */
export async function markUsed(
  sql: SqlRunner,
  issuer: string,
  id: string,
  expiresAt: Date,
): Promise<boolean> {
  const used = await sql.rows(Prisma.sql`
    INSERT INTO used_assertion (issuer, assertion_id, expires_at)
    VALUES (${issuer}, ${id}, ${expiresAt}::timestamptz)
    ON CONFLICT DO NOTHING
    RETURNING assertion_id`);
  return used.length === 1;
}
