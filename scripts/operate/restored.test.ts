import { execFile } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../lib/config/load-config";
import { openRuntime } from "../../lib/runtime";
import { Secret } from "../../lib/secret/secret";

const run = promisify(execFile);
const SERVER = process.env.TEST_DATABASE_URL;
const DEBIAN = "/usr/lib/postgresql";
const BINARIES = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
  .map((version) => join(DEBIAN, version, "bin"))
  .find((folder) => existsSync(join(folder, "pg_restore")));

describe.runIf(SERVER !== undefined && BINARIES !== undefined)("a backup made with pg_dump", () => {
  const token = new Secret(randomBytes(32).toString("hex"));
  const origin = { remoteAddress: "203.0.113.7", userAgent: "test", reference: "abcdefghjk" };
  const names = ["home", "told", "noticed"].map((part) => `rolebridge_${part}_${randomUUID().slice(0, 8)}`);
  const [home = "", told = "", noticed = ""] = names;
  const common = {
    NODE_ENV: "production" as const,
    ROLEBRIDGE_URL: "https://rolebridge.example.com",
    ROLEBRIDGE_SECRET: randomBytes(32).toString("base64"),
    ROLEBRIDGE_SEALING_KEY: randomBytes(32).toString("base64"),
    ROLEBRIDGE_ADMIN_TOKEN_SHA256: createHash("sha256").update(token.reveal()).digest("hex"),
    ROLEBRIDGE_LOG_LEVEL: "error",
  };
  let folder = "";
  let admin: pg.Client;

  function urlOf(name: string): string {
    const url = new URL(SERVER ?? "");
    url.pathname = `/${name}`;
    return url.toString();
  }
  const environment = (name: string) => ({ ...common, DATABASE_URL: urlOf(name) });
  async function rows(name: string, text: string): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: urlOf(name) });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }
  function command(name: string, script: string, ...args: string[]) {
    const tsx = join(import.meta.dirname, "../../node_modules/tsx/dist/cli.mjs");
    const env = { ...environment(name), PATH: process.env.PATH, INIT_CWD: folder };
    return run(process.execPath, [tsx, join(import.meta.dirname, "..", script), ...args], { env });
  }
  async function inRuntime<T>(
    name: string,
    work: (opened: Awaited<ReturnType<typeof openRuntime>>) => Promise<T>,
  ) {
    const opened = await openRuntime(loadConfig(environment(name)));
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rolebridge-restored-"));
    admin = new pg.Client({ connectionString: SERVER });
    await admin.connect();
    for (const name of names) await admin.query(`CREATE DATABASE ${name}`);
  });

  afterAll(async () => {
    for (const name of names) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  });

  test("R24 K07 revives no session and no grant that was taken back, told or noticed", async () => {
    const dump = join(folder, "backup.dump");
    const revoked = await inRuntime(home, async ({ admin: flows, sessions }) => {
      const actor = await sessions.actorOfToken(token, origin);
      await flows.accounts.create(actor, {
        accountId: "111122223333",
        name: "Production",
        region: "eu-west-1",
      });
      const target = await flows.targets.create(actor, {
        accountId: "111122223333",
        name: "ReadOnly",
        kind: "saml",
      });
      const stays = await flows.grants.create(actor, { targetId: target.id, principal: { group: "stay" } });
      const goes = await flows.grants.create(actor, { targetId: target.id, principal: { group: "go" } });
      expect(stays.id).not.toBe(goes.id);
      await rows(
        home,
        `INSERT INTO person (id, subject, username, display_name, groups_claim, attributes, session_name, signed_in_at)
         VALUES ('00000000-0000-7000-8000-000000000001', 's', 'ada', 'Ada', 'present', '[]', 'ada', now());
         INSERT INTO app_session (id, person_id, created_at, last_seen_at, expires_at, remote_address, user_agent)
         SELECT gen_random_uuid(), id, now(), now(), now() + interval '1 day', '', '' FROM person`,
      );
      await run(join(BINARIES ?? "", "pg_dump"), ["--format=custom", "--file", dump, urlOf(home)]);
      await rows(home, "UPDATE app_session SET revoked_at = now()");
      await flows.grants.delete(actor, goes.id);
      return goes.id;
    });
    const { stdout } = await command(home, "audit.ts", "export");
    await writeFile(join(folder, "audit.jsonl"), stdout);
    for (const name of [told, noticed]) {
      await run(join(BINARIES ?? "", "pg_restore"), ["--no-owner", `--dbname=${urlOf(name)}`, dump]);
      expect(await rows(name, "SELECT 1 FROM app_session WHERE revoked_at IS NULL")).toHaveLength(1);
      expect(await rows(name, `SELECT 1 FROM "grant"`)).toHaveLength(2);
    }

    const said = await command(told, "restored.ts", "--audit", "audit.jsonl");
    expect(said.stdout).toContain("1 grants that were removed since the backup were removed again.");
    expect(await rows(told, "SELECT 1 FROM app_session")).toEqual([]);
    expect(await rows(told, `SELECT 1 FROM "grant" WHERE id = '${revoked}'`)).toEqual([]);
    expect((await command(told, "audit.ts", "verify")).stdout).toContain("The chain is whole");
    await expect(command(told, "restored.ts", "--audit", "nowhere.jsonl")).rejects.toMatchObject({
      code: 70,
    });

    const inForce = await inRuntime(noticed, async ({ lockDowns, sessions }) =>
      lockDowns.inForce(await sessions.actorOfToken(token, origin)),
    );
    expect(inForce).toMatchObject([{ scope: "everything", createdBy: "Rolebridge" }]);
    expect(await rows(noticed, "SELECT 1 FROM app_session")).toEqual([]);
  }, 180_000);
});
