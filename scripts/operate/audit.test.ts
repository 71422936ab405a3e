import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditEvent } from "../../lib/audit/audit-event";
import type { LinkedEvent } from "../../lib/audit/chain";
import { databaseOn } from "../../lib/db/open-database";
import { openDriver } from "../../lib/db/open-driver";
import { createSealer } from "../../lib/keys/sealing";
import { Secret } from "../../lib/secret/secret";

const EVENTS = 12;
let folder = "";
let databaseUrl = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rolebridge-audit-"));
  databaseUrl = `pglite:${join(folder, "data")}`;
  const sealer = createSealer(new Secret(Buffer.alloc(32, 7).toString("base64")));
  const database = await databaseOn(await openDriver(databaseUrl), sealer);
  for (let count = 0; count < EVENTS; count++) {
    const event = auditEvent({
      id: randomUUID(),
      at: new Date(),
      actor: { kind: "person", id: randomUUID(), name: `Zoë ${count}` },
      action: "login.succeeded",
      outcome: "success",
      origin: { remoteAddress: "203.0.113.7", userAgent: "a\nb", reference: "abcdefghjk" },
      detail: { count, deep: ["ü", { b: 1, a: 0.5 }] },
    });
    await database.audit.append(event);
  }
  await database.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
}

/** The command as `npm run audit --` runs it, with nothing but the database's address. */
function audit(...args: string[]): Promise<Ended> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production" as const,
    DATABASE_URL: databaseUrl,
    INIT_CWD: folder,
  };
  const tsx = join(import.meta.dirname, "../../node_modules/tsx/dist/cli.mjs");
  const command = join(import.meta.dirname, "../audit.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, [tsx, command, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out: `${stdout}${stderr}` });
    });
  });
}

describe("npm run audit", () => {
  let lines: string[] = [];
  let head = "";

  beforeAll(async () => {
    head = (await audit("head")).out.trim();
    lines = (await audit("export")).out.trimEnd().split("\n");
  });

  async function verified(name: string, changed: readonly string[], ...args: string[]): Promise<Ended> {
    await writeFile(join(folder, name), changed.join("\n"));
    return audit("verify", name, ...args);
  }

  function changedAt(index: number, change: Partial<LinkedEvent>): readonly string[] {
    return lines.with(index, JSON.stringify({ ...JSON.parse(lines[index] ?? ""), ...change }));
  }

  test("K09 says that an untouched chain is whole, in the database and in an export", async () => {
    expect(head).toMatch(/^12:[0-9a-f]{64}$/);
    expect(lines).toHaveLength(EVENTS);
    const said = { code: 0, out: `The chain is whole: 12 events; head ${head}.\n` };
    expect(await audit("verify", "--head", head)).toEqual(said);
    expect(await verified("whole.jsonl", lines, "--head", head)).toEqual(said);
    await writeFile(join(folder, "whole.jsonl.gz"), gzipSync(await readFile(join(folder, "whole.jsonl"))));
    expect(await audit("verify", "whole.jsonl.gz")).toEqual(said);
  });

  test("K09 names the first broken row of an export that was changed, cut or put in another order", async () => {
    const [one = "", two = "", ...others] = lines;
    const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
      [
        "flipped",
        changedAt(4, { actorName: "Zoe 4" }),
        /^BROKEN: the row at position 5, seq 5, id .* written\.$/m,
      ],
      ["deleted", lines.toSpliced(6, 1), /^BROKEN: the row at position 7 is missing\.$/m],
      ["reordered", [two, one, ...others], /^BROKEN: the row at position 1 is missing\.$/m],
      [
        "truncated",
        lines.slice(0, -1),
        /^BROKEN: the row at position 12 and everything after it is missing/m,
      ],
    ];
    for (const [name, changed, words] of cases) {
      const { code, out } = await verified(`${name}.jsonl`, changed, "--head", head);
      expect(out).toMatch(words);
      expect(code).toBe(1);
    }
  });

  test("tells a wrong call and a missing database from a broken chain", async () => {
    expect((await audit()).code).toBe(64);
    expect((await audit("verify", "--head", "12")).code).toBe(64);
    expect((await verified("strange.jsonl", ["{}"])).code).toBe(64);
    expect((await audit("verify", "nowhere.jsonl")).code).toBe(70);
  });
});
