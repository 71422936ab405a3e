/**
 * What the chain costs the audit: events a second that ten writers at once commit, chained by the trigger and
 * without it, in turns. On the PostgreSQL that TEST_DATABASE_URL names, with the durability it has.
 */
import { randomUUID } from "node:crypto";
import { auditEvent } from "../lib/audit/audit-event";
import { Prisma } from "../lib/db/generated/client";
import { migrate } from "../lib/db/migrate";
import { listMigrations, MIGRATIONS_FOLDER } from "../lib/db/migration-files";
import { openPostgres } from "../lib/db/open-postgres";
import { insertStatement } from "../lib/db/stores/audit-log";
import { freshPostgres } from "./database-world";

const WRITERS = 10;
const ROUNDS = 6;
const EVENTS = 1_000;
/** Two events an issue, and no single process issues a hundred a second on one core. */
const LEAST_PER_SECOND = 200;

const server = process.env.TEST_DATABASE_URL;
if (server === undefined) throw new Error("Say where: TEST_DATABASE_URL=postgres://…");
const { url, drop } = await freshPostgres(server);
const driver = openPostgres(url);
await migrate(driver, await listMigrations(MIGRATIONS_FOLDER));

function event() {
  return insertStatement(
    auditEvent({
      id: randomUUID(),
      at: new Date(),
      actor: { kind: "person", id: randomUUID(), name: "ada@example.com" },
      action: "credentials.requested",
      outcome: "success",
      origin: { remoteAddress: "203.0.113.7", userAgent: "curl/8.0", reference: "abcdefghjk" },
      detail: {
        plan: { roleArn: "arn:aws:iam::111122223333:role/Developer", tags: Array(20).fill("team=a") },
      },
    }),
  );
}

async function perSecond(): Promise<number> {
  const statements = Array.from({ length: EVENTS }, event);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let next = statements.pop(); next !== undefined; next = statements.pop()) {
        await driver.sql.rows(next);
      }
    }),
  );
  return (EVENTS * 1_000) / (performance.now() - started);
}

const trigger = (what: "ENABLE" | "DISABLE") =>
  driver.sql.rows(Prisma.raw(`ALTER TABLE audit_event ${what} TRIGGER audit_event_linked`));
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const chained: number[] = [];
const bare: number[] = [];
try {
  for (let round = 0; round < ROUNDS; round++) {
    await trigger("ENABLE");
    chained.push(await perSecond());
    await trigger("DISABLE");
    bare.push(await perSecond());
  }
} finally {
  await driver.close();
  await drop();
}
const [withChain, without] = [median(chained), median(bare)];
console.log(`chained ${withChain.toFixed(0)}/s, without the chain ${without.toFixed(0)}/s`);
console.log(`ratio ${(withChain / without).toFixed(2)}, target at least ${LEAST_PER_SECOND}/s chained`);
process.exitCode = withChain >= LEAST_PER_SECOND ? 0 : 1;
