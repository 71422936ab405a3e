import type { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";

/**
 * What a store works with: Prisma writes (typed columns), SQL reads. Both are the pool, or both are one
 * transaction; a store cannot tell.
 */
export interface StoreClient {
  readonly prisma: Prisma.TransactionClient;
  readonly sql: SqlRunner;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids arrive from addresses: what is no UUID is nobody's, and must not become an error of PostgreSQL. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
