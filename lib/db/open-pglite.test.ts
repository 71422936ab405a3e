import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { Prisma } from "./generated/client";
import { openPgliteFolder } from "./open-pglite";

// It still syncs; this only counts.
vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>();
  return { ...real, fsyncSync: vi.fn(real.fsyncSync) };
});

/** A first start takes seconds, so most tests begin with a copy of one. */
let initialised: string;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  initialised = join(mkdtempSync(join(tmpdir(), "rolebridge-db-")), "data");
  await (await openPgliteFolder(initialised)).close();
});

afterAll(() => rmSync(join(initialised, ".."), { recursive: true, force: true }));

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "rolebridge-db-")), "data");
});

function startFromInitialised(): void {
  cpSync(initialised, folder, { recursive: true });
}

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Another process that runs this with `openPgliteFolder` and `Prisma` at hand. */
function inAnotherProcess(body: string): ChildProcess {
  const script = `
    import { openPgliteFolder } from "./lib/db/open-pglite.ts";
    import { Prisma } from "./lib/db/generated/client.ts";
    const folder = ${JSON.stringify(folder)};
    ${body}`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no output");
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  return String(line);
}

const HOLD = `
  const driver = await openPgliteFolder(folder);
  await driver.migrating((session) => session.script("CREATE TABLE IF NOT EXISTS kept (n int)"));
  setInterval(() => {}, 1000);`;

it("keeps what was committed, for the next start", async () => {
  startFromInitialised();
  const first = await openPgliteFolder(folder);
  await first.migrating((session) => session.script("CREATE TABLE kept (n int)"));
  await first.sql.rows(Prisma.sql`INSERT INTO kept VALUES (7)`);
  await first.close();
  const second = await openPgliteFolder(folder);
  expect(await second.sql.rows(Prisma.sql`SELECT n FROM kept`)).toEqual([{ n: 7 }]);
  await second.close();
  expect(readdirSync(folder)).toEqual(["cluster"]);
});

it("asks the operating system to write each commit to the disk", async () => {
  startFromInitialised();
  const driver = await openPgliteFolder(folder);
  try {
    const settings = await driver.sql.rows(Prisma.sql`
      SELECT current_setting('fsync') AS fsync, current_setting('wal_sync_method') AS method,
        current_setting('synchronous_commit') AS wait, current_setting('TimeZone') AS zone`);
    expect(settings).toEqual([{ fsync: "on", method: "fsync", wait: "on", zone: "UTC" }]);
    await driver.migrating((session) => session.script("CREATE TABLE kept (n int)"));
    const before = vi.mocked(fsyncSync).mock.calls.length;
    for (let n = 0; n < 10; n += 1) await driver.sql.rows(Prisma.sql`INSERT INTO kept VALUES (${n}::int)`);
    expect(vi.mocked(fsyncSync).mock.calls.length - before).toBeGreaterThanOrEqual(10);
  } finally {
    await driver.close();
  }
});

it("uses the room of deleted rows again", async () => {
  startFromInitialised();
  const driver = await openPgliteFolder(folder);
  await driver.migrating((session) => session.script("CREATE TABLE kept (text text)"));
  const pages: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await driver.sql.rows(Prisma.sql`INSERT INTO kept SELECT repeat('x', 500) FROM generate_series(1, 500)`);
    await driver.sql.rows(Prisma.sql`DELETE FROM kept`);
    const [size] = await driver.sql.rows<{ pages: number }>(
      Prisma.sql`SELECT (pg_relation_size('kept') / 8192)::int AS pages`,
    );
    pages.push(size?.pages ?? 0);
    await driver.tidy();
  }
  await driver.close();
  expect(pages).toEqual([pages[0], pages[0], pages[0]]);
});

it("is readable for its owner only", () => {
  expect(statSync(initialised).mode & 0o077).toBe(0);
});

it("tells a second process within two seconds who has the folder", async () => {
  startFromInitialised();
  const holder = inAnotherProcess(`${HOLD} console.log("open");`);
  expect(await firstLine(holder)).toBe("open");
  const started = performance.now();
  await expect(openPgliteFolder(folder)).rejects.toMatchObject({
    code: "store.folder_in_use",
    detail: expect.stringContaining(`Process ${holder.pid} `),
  });
  expect(performance.now() - started).toBeLessThan(2_000);
});

it("opens at once after its holder was killed, with everything that was acknowledged", async () => {
  startFromInitialised();
  const holder = inAnotherProcess(`${HOLD}
    for (let n = 0; n < 50; n += 1) await driver.sql.rows(Prisma.sql\`INSERT INTO kept VALUES (\${n}::int)\`);
    console.log("written");`);
  expect(await firstLine(holder)).toBe("written");
  await kill(holder);
  expect(existsSync(join(folder, "lock"))).toBe(true);
  const driver = await openPgliteFolder(folder);
  expect(await driver.sql.rows(Prisma.sql`SELECT count(*)::int AS n FROM kept`)).toEqual([{ n: 50 }]);
  await driver.close();
});

it("opens after kills in the midst of the first start", async () => {
  // Early, and when half of a cluster's thousand files are there: a wait in time says nothing on a faster machine.
  for (const files of [4, 400]) {
    const child = inAnotherProcess("await openPgliteFolder(folder);");
    await untilBegun(files);
    await kill(child);
    expect(begun()).toHaveLength(1);
  }
  const driver = await openPgliteFolder(folder);
  expect(await driver.sql.rows(Prisma.sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  await driver.close();
  expect(readdirSync(folder)).toEqual(["cluster"]);
}, 180_000);

function begun(): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("cluster.begun-")) : [];
}

/** Until there is a half-made cluster that is not a former one's, of so many files. */
async function untilBegun(files: number, former = new Set(begun())): Promise<void> {
  const size = (name: string) => readdirSync(join(folder, name), { recursive: true }).length;
  while (!begun().some((name) => !former.has(name) && size(name) >= files)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it("says that a folder cannot be used, and leaves it as it was", async () => {
  mkdirSync(join(folder, "cluster"), { recursive: true });
  writeFileSync(join(folder, "cluster", "notes.txt"), "mine");
  await expect(openPgliteFolder(folder)).rejects.toMatchObject({ code: "store.folder_unusable" });
  expect(readdirSync(join(folder, "cluster"))).toEqual(["notes.txt"]);
  expect(readdirSync(folder)).toEqual(["cluster"]);
  writeFileSync(join(folder, "file"), "");
  await expect(openPgliteFolder(join(folder, "file"))).rejects.toMatchObject({
    code: "store.folder_unusable",
  });
});
