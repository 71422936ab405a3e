import type { ErrorSpec } from "../error-spec";

export const STORE_CODES = {
  "store.unavailable": {
    kind: "unavailable",
    title: "The database does not answer. Nothing was handed over; try again in a moment.",
  },
  "store.url_invalid": {
    kind: "internal",
    title: "DATABASE_URL is neither pglite:<folder> nor a postgres:// address. Correct it and start again.",
  },
  "store.folder_in_use": {
    kind: "unavailable",
    title:
      "Another process has this database folder open, and only one may. Stop it, or use PostgreSQL to run several.",
  },
  "store.folder_unusable": {
    kind: "internal",
    title:
      "The database folder cannot be used. Check that it is Rolebridge's own and that this user may write there.",
  },
  "store.not_ours": {
    kind: "internal",
    title:
      "This database holds tables that are not Rolebridge's. Create an empty database and point DATABASE_URL at it.",
  },
  "store.newer": {
    kind: "internal",
    title:
      "This database was migrated by a newer version of Rolebridge. Start that version, or restore the backup made before the upgrade.",
  },
  "store.migration_unfinished": {
    kind: "internal",
    title:
      "A migration of this database began and did not finish. Repair it, tell Prisma with `prisma migrate resolve`, and start again.",
  },
  "store.migration_failed": {
    kind: "internal",
    title:
      "A migration could not be applied; the database is as it was before. The log has the reason; start the previous version meanwhile.",
  },
} as const satisfies Record<string, ErrorSpec>;
