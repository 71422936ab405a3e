/**
 * The built app on a filled database, with an STS that answers at once and a person who is signed in; and the
 * same database for the bare driver: on PGlite a copy of the folder, opened just as durably, since one process
 * has it to itself; on PostgreSQL the same one.
 */
import { randomBytes } from "node:crypto";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sessionCookie } from "../../app/_http/session-cookie";
import { deriveKey } from "../../lib/config/derive-key";
import type { DatabaseDriver } from "../../lib/db/driver";
import { durableFolder } from "../../lib/db/durable-node-fs";
import { databaseOn } from "../../lib/db/open-database";
import { openPgliteFolder } from "../../lib/db/open-pglite";
import { openPostgres } from "../../lib/db/open-postgres";
import { createSealer } from "../../lib/keys/sealing";
import { Secret } from "../../lib/secret/secret";
import { type BareQuery, barePool, freshPostgres, populate } from "../database-world";
import { type Closing, inFolder, startApp, unexpected } from "./app-on-stage";
import { type BareParts, bareParts, MOST_PER_MINUTE } from "./bare-parts";
import { freePort, messageFrom } from "./child";
import { startCannedSts } from "./start-canned-sts";

/** Groups of the person: enough to be real, few enough not to hide the app behind the database. */
const GROUPS = 20;

/** Bytes. */
export interface Memory {
  /** Before the collection. */
  readonly rss: number;
  /** After it. */
  readonly heap: number;
  /** After it: buffers and the like. */
  readonly external: number;
}

export interface Stage {
  readonly name: string;
  /** `POST /api/v1/credentials`; throws when it is not answered with credentials. */
  issue(): Promise<void>;
  /** A handler of the same app that returns a constant, asked with the same headers. */
  constant(): Promise<void>;
  readonly bare: BareParts;
  /** Processor time of the app's process so far, in milliseconds. */
  usage(): Promise<{ readonly cpu: number }>;
  /** What the app's process has, and what it holds after the collection that this makes. */
  memory(): Promise<Memory>;
}

interface Prepared {
  readonly databaseUrl: string;
  readonly driver: DatabaseDriver;
  /** After the driver is closed. */
  bare(): Promise<BareQuery>;
}

/**
 * One for the embedded database, and one for the server that TEST_DATABASE_URL names, when it does.
 * `pglite` or `postgres` on the command line: only that one.
 */
export async function onEveryDatabase(work: (stage: Stage) => Promise<void>): Promise<void> {
  const [only] = process.argv.slice(2);
  const server = process.env.TEST_DATABASE_URL;
  if (only !== "postgres") await onStage("PGlite", preparePglite, work);
  if (only !== "pglite" && server !== undefined)
    await onStage("PostgreSQL", (_, closing) => preparePostgres(server, closing), work);
}

function onStage(
  name: string,
  prepare: (folder: string, closing: Closing[]) => Promise<Prepared>,
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder, closing) =>
    work(await setUp(name, folder, await prepare(folder, closing), closing)),
  );
}

async function preparePglite(folder: string, closing: Closing[]): Promise<Prepared> {
  const data = join(folder, "data");
  const copy = join(folder, "copy");
  return {
    databaseUrl: `pglite:${data}`,
    driver: await openPgliteFolder(data),
    bare: async () => {
      await cp(join(data, "cluster"), copy, { recursive: true });
      const pglite = await PGlite.create(durableFolder(copy));
      closing.push(() => pglite.close());
      return (text, values) => pglite.query(text, values);
    },
  };
}

async function preparePostgres(server: string, closing: Closing[]): Promise<Prepared> {
  const { url, drop } = await freshPostgres(server);
  closing.push(drop);
  return {
    databaseUrl: url,
    driver: openPostgres(url),
    bare: async () => {
      const pool = barePool(url);
      closing.push(() => pool.end());
      return (text, values) => pool.query(text, values);
    },
  };
}

async function setUp(name: string, folder: string, prepared: Prepared, closing: Closing[]): Promise<Stage> {
  const secret = randomBytes(32).toString("base64");
  const sealingKey = randomBytes(32).toString("base64");
  const database = await databaseOn(prepared.driver, createSealer(new Secret(sealingKey)));
  const signedIn = await populate(prepared.driver, database, GROUPS);
  const sts = await startCannedSts(join(folder, "sts.log"));
  closing.push(sts.stop);
  let query: BareQuery = () => Promise.reject(new Error("not open yet"));
  const bare = await bareParts(database, signedIn, (text, values) => query(text, values), sts.port);
  await database.close();
  query = await prepared.bare();

  const port = await freePort();
  const settings = {
    DATABASE_URL: prepared.databaseUrl,
    ROLEBRIDGE_SECRET: secret,
    ROLEBRIDGE_SEALING_KEY: sealingKey,
    ROLEBRIDGE_RATE_LIMITS: `credentials=${MOST_PER_MINUTE}`,
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${sts.port}`,
  };
  const { app, client } = await startApp(folder, port, settings, closing);

  const expiresAt = new Date(Date.now() + 3_600_000);
  const cookie = await sessionCookie(
    signedIn.appSessionId,
    expiresAt,
    deriveKey(new Secret(secret), "cookies"),
  );
  const headers = {
    Host: `localhost:${port}`,
    "User-Agent": "bench",
    Accept: "application/json",
    "Sec-Fetch-Site": "same-origin",
    Cookie: cookie.split(";")[0] ?? "",
  };
  const wish = JSON.stringify({ entitlementId: signedIn.targetId });
  const json = { ...headers, "Content-Type": "application/json" };
  return {
    name,
    issue: async () => {
      const answer = await client.post("/api/v1/credentials", wish, json);
      if (!answer.body.includes('"accessKeyId":"ASIA')) throw unexpected(answer);
    },
    constant: async () => {
      const answer = await client.get("/healthz", headers);
      if (answer.status !== 200) throw unexpected(answer);
    },
    bare,
    usage: () => messageFrom<{ cpu: number }>(app, "processor"),
    memory: () => messageFrom<Memory>(app, "memory"),
  };
}
