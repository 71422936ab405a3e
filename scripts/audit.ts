/** `npm run audit -- verify | head | export`: the audit's chain, without the app. See docs/operations/audit.md. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type ChainFault, type ChainHead, type ChainReport, verifyChain } from "../lib/audit/chain";
import { loadSettings } from "../lib/config/load-config";
import type { DatabaseDriver } from "../lib/db/driver";
import { openDriver } from "../lib/db/open-driver";
import { readChain, readChainHead, verifyStoredChain } from "../lib/db/stores/audit-chain";
import { auditLine, readAuditFile } from "./operate/audit-file";
import { runCommand, UsageError } from "./operate/run-command";

const USAGE = `npm run audit -- verify [--head <position>:<hash>]… [<export>]
npm run audit -- head
npm run --silent audit -- export > audit.jsonl

verify   recomputes the chain, in the database or in an export, and names the first row that is not as it was
         written. --head: a head that was kept elsewhere; without one, rows cut off at the end leave no trace.
head     prints the last link, to be kept elsewhere.
export   prints every event with its link, one JSON object a line.`;

const WORDS: Readonly<Record<ChainFault["kind"], string>> = {
  changed: "is not what was written, or is not where it was written",
  missing_event: "has a link and no event: the event was deleted",
  missing_link: "is missing",
  unlinked_event: "is in the audit and not in its chain: it was slipped in",
  cut_off: "and everything after it is missing: a head that was kept lies beyond the end",
  other_than_kept: "has another hash than the head that was kept: the chain was written anew",
};

function headOf(text: string): ChainHead {
  const { position, hash } = /^(?<position>\d{1,15}):(?<hash>[0-9a-fA-F]{64})$/.exec(text)?.groups ?? {};
  if (position === undefined || hash === undefined) {
    throw new UsageError(`${text} is no head: write <position>:<hash>, as \`head\` prints it.`);
  }
  return { position: Number(position), hash };
}

function faultLine({ kind, position, seq, id }: ChainFault): string {
  const row = [
    position === undefined ? undefined : `position ${position}`,
    seq === undefined ? undefined : `seq ${seq}`,
    id === undefined ? undefined : `id ${id}`,
  ].filter((part) => part !== undefined);
  return `BROKEN: the row at ${row.join(", ")} ${WORDS[kind]}.`;
}

function tell({ events, head, fault }: ChainReport): number {
  const last = head === undefined ? "" : `; head ${head.position}:${head.hash}`;
  if (fault === undefined) {
    console.log(`The chain is whole: ${events} events${last}.`);
    return 0;
  }
  console.error(faultLine(fault));
  console.error(`Whole up to there: ${events} events${last}.`);
  return 1;
}

async function withDatabase<T>(
  environment: NodeJS.ProcessEnv,
  work: (driver: DatabaseDriver) => Promise<T>,
): Promise<T> {
  const { databaseUrl } = loadSettings(["databaseUrl"], environment);
  const driver = await openDriver(databaseUrl.reveal());
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}

async function exportAll({ sql }: DatabaseDriver): Promise<number> {
  for await (const event of readChain(sql)) {
    // A slow reader must not fill the memory.
    if (!process.stdout.write(auditLine(event))) {
      await new Promise((done) => process.stdout.once("drain", done));
    }
  }
  return 0;
}

await runCommand(async (args, environment) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { head: { type: "string", multiple: true, default: [] } },
    allowPositionals: true,
  });
  const [command, file, ...rest] = positionals;
  if (rest.length > 0 || (file !== undefined && command !== "verify")) throw new UsageError(USAGE);
  const kept = values.head.map(headOf);
  switch (command) {
    case "verify":
      if (file !== undefined) {
        return tell(await verifyChain(readAuditFile(resolve(environment.INIT_CWD ?? "", file)), kept));
      }
      return withDatabase(environment, async ({ sql }) => tell(await verifyStoredChain(sql, kept)));
    case "head":
      return withDatabase(environment, async ({ sql }) => {
        const head = await readChainHead(sql);
        console.log(head === undefined ? "The audit is empty." : `${head.position}:${head.hash}`);
        return 0;
      });
    case "export":
      return withDatabase(environment, exportAll);
    default:
      throw new UsageError(USAGE);
  }
});
