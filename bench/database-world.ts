/**
 * A database with 500 accounts, 2,000 targets and 10,000 grants to 1,000 groups, and one signed-in person in 200
 * of them: what the database benchmarks run on. On PGlite in memory, and on a fresh database of the server that
 * TEST_DATABASE_URL names, when it does.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import type { DatabaseDriver } from "../lib/db/driver";
import type { Prisma } from "../lib/db/generated/client";
import { type Database, databaseOn } from "../lib/db/open-database";
import { pgliteDriver } from "../lib/db/open-pglite";
import { openPostgres } from "../lib/db/open-postgres";
import type { PersonRecord } from "../lib/flows/ports";
import type { Identity } from "../lib/identity/identity";
import { createSealer } from "../lib/keys/sealing";
import { Secret } from "../lib/secret/secret";

/** The driver alone, as somebody without Rolebridge would call it. */
export type BareQuery = (text: string, values: unknown[]) => Promise<{ rows: readonly unknown[] }>;

export interface World {
  readonly name: string;
  readonly database: Database;
  readonly bare: BareQuery;
  readonly identity: Identity;
  readonly personId: string;
  readonly appSessionId: string;
  readonly targetId: string;
  close(): Promise<void>;
}

const NOW = new Date();

export async function worlds(): Promise<readonly World[]> {
  const server = process.env.TEST_DATABASE_URL;
  const embedded = await pgliteWorld();
  return server === undefined ? [embedded] : [embedded, await postgresWorld(server)];
}

async function pgliteWorld(): Promise<World> {
  const pglite = await PGlite.create();
  const bare: BareQuery = (text, values) => pglite.query(text, values);
  return worldOn(
    "PGlite",
    pgliteDriver(pglite, () => undefined),
    bare,
    async () => undefined,
  );
}

async function postgresWorld(server: string): Promise<World> {
  const { url, drop } = await freshPostgres(server);
  const pool = barePool(url);
  const bare: BareQuery = (text, values) => pool.query(text, values);
  return worldOn("PostgreSQL", openPostgres(url), bare, async () => {
    await pool.end();
    await drop();
  });
}

/** Dropping a database ends idle connections; unheard, that event would end the process. */
export function barePool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on("error", () => undefined);
  return pool;
}

/** An empty database on a server, and how to be rid of it. */
export async function freshPostgres(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const name = `rolebridge_bench_${randomUUID().replaceAll("-", "")}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { url: url.toString(), drop };
}

async function worldOn(
  name: string,
  driver: DatabaseDriver,
  bare: BareQuery,
  dispose: () => Promise<void>,
): Promise<World> {
  const sealer = createSealer(new Secret(randomBytes(32).toString("base64")));
  const database = await databaseOn(driver, sealer);
  const { person, appSessionId, targetId } = await populate(driver, database, 200);
  const close = async () => {
    await database.close();
    await dispose();
  };
  return {
    name,
    database,
    bare,
    personId: person.id,
    identity: person.identity,
    appSessionId,
    targetId,
    close,
  };
}

/** Who is signed in, and one of the targets they may use. */
export interface SignedIn {
  readonly person: PersonRecord;
  readonly appSessionId: string;
  readonly targetId: string;
}

/** Fills an empty database, and signs a person with so many groups in. */
export async function populate(
  driver: DatabaseDriver,
  database: Database,
  groups: number,
): Promise<SignedIn> {
  await fill(driver);
  const connection = await database.connections.create({
    kind: "oidc",
    slug: "company",
    displayName: "Company",
    enabled: true,
    attributeMapping: { username: [], email: [], displayName: [], groups: [] },
    tagPolicy: { sessionTags: [] },
    mfa: { claims: ["mfa"], request: [] },
    issuer: "https://issuer.example",
    clientId: "rolebridge",
    clientSecret: new Secret("secret"),
    scopes: [],
  });
  const identity: Identity = {
    connection: "company",
    subject: "ada",
    username: "ada@meridian.example",
    displayName: "Ada",
    groups: Array.from({ length: groups }, (_, index) => `group-${index * 5}`),
    groupsClaim: "present",
    attributes: [{ name: "department", values: ["Logistics"] }],
  };
  const person = await database.people.upsert(connection.id, identity, NOW, ["ada@meridian.example"]);
  const appSessionId = randomUUID();
  await database.appSessions.create({
    id: appSessionId,
    personId: person.id,
    now: NOW,
    expiresAt: new Date(NOW.getTime() + 86_400_000),
    remoteAddress: "192.0.2.7",
    userAgent: "bench",
    authentication: { at: NOW, methods: ["pwd"] },
  });
  const [match] = await database.entitlements.matching(identity, NOW);
  if (match === undefined) throw new Error("the person has no entitlement");
  return { person, appSessionId, targetId: match.target.id };
}

async function fill({ migrating }: DatabaseDriver): Promise<void> {
  await migrating((session) =>
    session.script(`
      INSERT INTO account (account_id, partition, name, alias, region, updated_at)
        SELECT (100000000000 + n)::text, 'aws', 'Account ' || n, 'account-' || n, 'eu-west-1', now()
        FROM generate_series(1, 500) n;
      INSERT INTO target (id, account_id, name, kind, role_arn, max_duration_seconds, source_identity, updated_at)
        SELECT gen_random_uuid(), account_id, role, 'saml', 'arn:aws:iam::' || account_id || ':role/' || role, 3600,
          true, now()
        FROM account, unnest(ARRAY['Viewer', 'Developer', 'Operator', 'Administrator']) role;
      INSERT INTO "grant" (id, target_id, principal_kind, principal_value, updated_at)
        SELECT gen_random_uuid(), (array_agg(target.id))[1], 'group', 'group-' || n % 1000, now()
        FROM generate_series(1, 10000) n
          JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM target) target ON target.place = 1 + n % 2000
        GROUP BY n;
      ANALYZE;`),
  );
}

/** Milliseconds of the middle run of each, run by turns so that a busy machine slows both alike. */
export async function medians(
  rounds: number,
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    times[0].push(await timed(one));
    times[1].push(await timed(other));
  }
  return [median(times[0]), median(times[1])];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** Runs a statement of ours on the bare driver. */
export function bareStatement(bare: BareQuery, statement: Prisma.Sql): Promise<{ rows: readonly unknown[] }> {
  return bare(statement.text, statement.values);
}
