import { AppError } from "../errors/app-error";
import type { DatabaseDriver } from "./driver";
import { openPgliteFolder } from "./open-pglite";
import { openPostgres } from "./open-postgres";

/**
 * Opens what an address leads to, as it is: nothing is migrated.
 * @param url `pglite:<folder>` or `postgres://…`
 * @param migrationUrl the same PostgreSQL with the account that migrates
 * @throws AppError `store.url_invalid`, `store.folder_in_use`, `store.folder_unusable`
 */
export async function openDriver(url: string, migrationUrl?: string): Promise<DatabaseDriver> {
  if (url.startsWith("pglite:")) {
    const folder = url.slice("pglite:".length);
    if (folder === "") throw new AppError("store.url_invalid");
    return openPgliteFolder(folder);
  }
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) throw new AppError("store.url_invalid");
  return openPostgres(url, migrationUrl);
}
