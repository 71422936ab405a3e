/** `npm run restored`: after a backup was put in place, before the app starts. See docs/operations/database.md. */
import { randomBytes, randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { LinkedEvent } from "../lib/audit/chain";
import { loadConfig } from "../lib/config/load-config";
import { configuredSealing } from "../lib/configured-sealing";
import { type Database, openDatabase } from "../lib/db/open-database";
import { record } from "../lib/flows/record";
import { endWhatWasRestored } from "../lib/flows/restoration";
import { readAuditFile } from "./operate/audit-file";
import { runCommand, UsageError } from "./operate/run-command";

const USAGE = `npm run restored [-- --audit <export>]

Ends every session and request that the backup brought back, and locks everything down until an administrator has looked.
--audit  an export of the audit that is younger than the backup: grants that were removed since are removed again, and
         every other change since is listed.`;

const context = {
  clock: { now: () => new Date() },
  random: { uuid: () => randomUUID(), bytes: (size: number) => randomBytes(size) },
};
const ORIGIN = { remoteAddress: "", userAgent: "", reference: "restored" };
const CHANGES = /\.(created|updated|deleted|used|retired|removed|ended|disabled|lifted)$/;

/** What happened after the backup, by an export that holds the backup's own head. */
async function since(database: Database, file: string): Promise<readonly LinkedEvent[]> {
  const head = await database.audit.head();
  const later: LinkedEvent[] = [];
  let isSameChain = head === undefined;
  for await (const event of readAuditFile(file)) {
    if (event.position === head?.position) isSameChain = event.hash === head.hash;
    if (event.position > (head?.position ?? 0)) later.push(event);
  }
  if (!isSameChain)
    throw new UsageError(`${file} is not an export of this database's audit, or older than the backup.`);
  return later;
}

async function removeAgain(database: Database, event: LinkedEvent): Promise<boolean> {
  const id = event.objectId ?? "";
  return database.unitOfWork.run(async (stores) => {
    if ((await stores.grants.byId(id)) === undefined) return false;
    await stores.grants.delete(id);
    await record(context, stores.audit, "system", ORIGIN, {
      action: "grant.deleted",
      outcome: "success",
      object: { kind: "grant", id, name: event.objectName ?? "" },
      detail: { restored: true, deletedBefore: event.at, by: event.actorName },
    });
    return true;
  });
}

async function redo(database: Database, events: readonly LinkedEvent[]): Promise<void> {
  const others: string[] = [];
  let removed = 0;
  for (const event of events) {
    if (event.outcome !== "success") continue;
    if (event.action === "grant.deleted" && (await removeAgain(database, event))) removed += 1;
    else if (CHANGES.test(event.action ?? "") && event.action !== "grant.deleted") {
      others.push(`  ${event.at} ${event.action} ${event.objectName ?? ""} by ${event.actorName ?? ""}`);
    }
  }
  console.log(`${removed} grants that were removed since the backup were removed again.`);
  if (others.length > 0) console.log(`Also since the backup, for you to look at:\n${others.join("\n")}`);
}

await runCommand(async (args, environment) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { audit: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length > 0) throw new UsageError(USAGE);
  const { config } = loadConfig(environment);
  const database = await openDatabase({
    url: config.databaseUrl.reveal(),
    migrationUrl: config.migrationDatabaseUrl?.reveal(),
    sealer: configuredSealing(config).ring,
  });
  try {
    // Read before our own events change the head.
    const file = values.audit === undefined ? undefined : resolve(environment.INIT_CWD ?? "", values.audit);
    const later = file === undefined ? [] : await since(database, file);
    const ended = (await endWhatWasRestored({ ...context, ...database }, "told")) ?? {};
    const count = Object.values(ended).reduce((sum, rows) => sum + rows, 0);
    console.log(`${count} sessions, requests and the like were ended. Everything is locked down.`);
    if (file !== undefined) await redo(database, later);
    console.log("Start Rolebridge, look through grants, people and keys, and lift the lock-down there.");
    return 0;
  } finally {
    await database.close();
  }
});
