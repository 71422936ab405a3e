import { Prisma } from "./generated/client";

/** A column of sealed values. A new one is a new line here: the suite looks for columns that are missing. */
export interface SealedColumn {
  readonly table: string;
  readonly id: string;
  readonly column: string;
  /** Purpose under which its values are sealed, in SQL. */
  readonly purpose: Prisma.Sql;
}

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: "signing_key",
    id: "id",
    column: "private_key_sealed",
    purpose: Prisma.sql`'signing-key/' || purpose`,
  },
  {
    table: "connection",
    id: "id",
    column: "client_secret_sealed",
    purpose: Prisma.sql`'connection/client-secret'`,
  },
  {
    table: "access_key",
    id: "access_key_id",
    column: "secret_sealed",
    purpose: Prisma.sql`'access-key/secret'`,
  },
  {
    table: "relayed_assertion",
    id: "id",
    column: "response_sealed",
    purpose: Prisma.sql`'relayed-assertion'`,
  },
];
