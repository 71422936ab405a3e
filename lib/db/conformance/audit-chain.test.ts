import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { ChainHead } from "../../audit/chain";
import { Prisma } from "../generated/client";
import type { SqlRunner } from "../sql";
import { readChain, verifyStoredChain } from "../stores/audit-chain";
import { onEveryDatabase } from "./on-every-database";
import { account, auditEvent } from "./samples";

class Undone extends Error {}

onEveryDatabase("the chain of the audit", (opened) => {
  const audit = () => opened().database.audit;
  const sql = () => opened().driver.sql;

  /** What the verifier says after somebody with every right on the database did this; then it is undone. */
  async function after(tampering: readonly Prisma.Sql[], kept: readonly ChainHead[] = []) {
    let report: Awaited<ReturnType<typeof verifyStoredChain>> | undefined;
    const undone = sql().transaction(async (transaction: SqlRunner) => {
      for (const table of ["audit_event", "audit_link"]) {
        await transaction.rows(Prisma.sql`ALTER TABLE ${Prisma.raw(table)} DISABLE TRIGGER USER`);
      }
      for (const statement of tampering) await transaction.rows(statement);
      report = await verifyStoredChain(transaction, kept);
      throw new Undone();
    });
    await expect(undone).rejects.toThrow(Undone);
    return report?.fault;
  }

  async function links() {
    const all = [];
    for await (const link of readChain(sql())) all.push(link);
    return all;
  }

  async function five() {
    for (let count = 0; count < 5; count++) {
      const actor = { kind: "person", name: "Zoë\u{1F600}, 4:x~", id: randomUUID() } as const;
      await audit().append(auditEvent({ actor, detail: { count, ü: [1.5, null, { b: 1, a: 2 }] } }));
    }
    const all = await links();
    const [a, b, c] = all.slice(-3);
    if (!a || !b || !c) throw new Error("there are no links");
    return { all, a, b, c };
  }

  it("K09 holds every event once, in an order, and the head is its last link", async () => {
    expect(await audit().head()).toBeUndefined();
    const { all } = await five();
    const report = await verifyStoredChain(sql());
    expect(report).toEqual({ events: all.length, head: await audit().head() });
    expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1));
  });

  it("K09 names the row when any column of an event was flipped", async () => {
    const { b } = await five();
    const flips = [
      Prisma.sql`id = ${randomUUID()}::uuid`,
      Prisma.sql`at = at + interval '1 millisecond'`,
      Prisma.sql`actor_kind = 'token'`,
      Prisma.sql`actor_id = NULL`,
      Prisma.sql`actor_name = actor_name || ' '`,
      Prisma.sql`action = 'login.refused'`,
      Prisma.sql`outcome = 'failed'`,
      Prisma.sql`object_kind = NULL`,
      Prisma.sql`object_id = 'x'`,
      Prisma.sql`object_name = 'x'`,
      Prisma.sql`remote_address = 'x'`,
      Prisma.sql`user_agent = ''`,
      Prisma.sql`reference = 'x'`,
      Prisma.sql`detail = '{}'`,
    ];
    for (const flip of flips) {
      const fault = await after([Prisma.sql`UPDATE audit_event SET ${flip} WHERE seq = ${b.seq}::bigint`]);
      expect(fault).toMatchObject({ kind: "changed", position: b.position, seq: b.seq });
    }
    const columns = await sql().rows<{ name: string }>(Prisma.sql`
      SELECT column_name AS name FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = 'audit_event' AND column_name <> 'seq'`);
    expect(columns).toHaveLength(flips.length);
  });

  it("K09 names the row when an event, a link or both were deleted", async () => {
    const { b, c } = await five();
    const event = Prisma.sql`DELETE FROM audit_event WHERE seq = ${b.seq}::bigint`;
    const link = Prisma.sql`DELETE FROM audit_link WHERE position = ${b.position}::bigint`;
    expect(await after([event])).toEqual({ kind: "missing_event", position: b.position, seq: b.seq });
    expect(await after([link])).toEqual({ kind: "missing_link", position: b.position });
    expect(await after([event, link])).toEqual({ kind: "missing_link", position: b.position });
    // Closing the gap does not help: the next hash covers what is gone.
    const close = Prisma.sql`UPDATE audit_link SET position = position - 1 WHERE position > ${b.position}::bigint`;
    expect(await after([event, link, close])).toMatchObject({
      kind: "changed",
      position: b.position,
      id: c.id,
    });
  });

  it("K09 names the row when two were put in another order", async () => {
    const { a, b } = await five();
    const away = Prisma.sql`UPDATE audit_link SET position = -1 WHERE position = ${a.position}::bigint`;
    const down = Prisma.sql`UPDATE audit_link SET position = ${a.position}::bigint WHERE position = ${b.position}::bigint`;
    const up = Prisma.sql`UPDATE audit_link SET position = ${b.position}::bigint WHERE position = -1`;
    expect(await after([away, down, up])).toMatchObject({ kind: "changed", position: a.position });
    const aside = Prisma.sql`UPDATE audit_event SET seq = -1 WHERE seq = ${a.seq}::bigint`;
    const back = Prisma.sql`UPDATE audit_event SET seq = ${a.seq}::bigint WHERE seq = ${b.seq}::bigint`;
    const on = Prisma.sql`UPDATE audit_event SET seq = ${b.seq}::bigint WHERE seq = -1`;
    expect(await after([aside, back, on])).toMatchObject({ kind: "changed", position: a.position });
  });

  it("K09 finds rows cut off at the end, and a chain that was written anew, by a head kept elsewhere", async () => {
    const { b } = await five();
    const head = await audit().head();
    if (head === undefined) throw new Error("there is no head");
    const cut = [
      Prisma.sql`DELETE FROM audit_event WHERE seq > ${b.seq}::bigint`,
      Prisma.sql`DELETE FROM audit_link WHERE position > ${b.position}::bigint`,
    ];
    expect(await after(cut)).toBeUndefined();
    expect(await after(cut, [head])).toEqual({ kind: "cut_off", position: b.position + 1 });
    const rewritten = [
      ...cut,
      Prisma.sql`ALTER TABLE audit_event ENABLE TRIGGER USER`,
      Prisma.sql`SET CONSTRAINTS ALL IMMEDIATE`,
      Prisma.sql`INSERT INTO audit_event (id, at, actor_kind, actor_name, action, outcome, remote_address,
        user_agent, reference) VALUES (gen_random_uuid(), now(), 'system', '', 'key.used', 'success', '', '', '')`,
    ];
    expect(await after(rewritten)).toBeUndefined();
    expect(await after(rewritten, [head])).toMatchObject({
      kind: "other_than_kept",
      position: head.position,
    });
    expect(await after([], [head])).toBeUndefined();
  });

  it("K09 names an event that was slipped in past the chain", async () => {
    const { a } = await five();
    const columns = Prisma.raw(
      "at, actor_kind, actor_name, action, outcome, remote_address, user_agent, reference",
    );
    const slip = Prisma.sql`INSERT INTO audit_event (id, ${columns})
      SELECT gen_random_uuid(), ${columns} FROM audit_event WHERE seq = ${a.seq}::bigint`;
    expect(await after([slip])).toMatchObject({ kind: "unlinked_event", id: expect.any(String) });
  });

  it("K09 stays one chain when many write at once, and when changes are undone", async () => {
    const { unitOfWork } = opened().database;
    const before = (await links()).length;
    const writers = Array.from({ length: 40 }, async (_, index) => {
      if (index % 4 === 0) {
        await unitOfWork.run(async (stores) => {
          await stores.audit.append(auditEvent());
          await stores.accounts.create(account());
          await stores.audit.append(auditEvent());
        });
      } else if (index % 4 === 1) {
        const undone = unitOfWork.run(async (stores) => {
          await stores.audit.append(auditEvent());
          throw new Undone();
        });
        await expect(undone).rejects.toThrow();
      } else await audit().append(auditEvent());
    });
    await Promise.all(writers);
    const report = await verifyStoredChain(sql());
    expect(report.fault).toBeUndefined();
    expect(report.events).toBe(before + 40);
  });

  it("K09 refuses UPDATE, DELETE and TRUNCATE of links", async () => {
    await five();
    const attempts = [
      Prisma.sql`UPDATE audit_link SET hash = hash`,
      Prisma.sql`DELETE FROM audit_link`,
      Prisma.sql`TRUNCATE audit_link`,
    ];
    for (const attempt of attempts) await expect(sql().rows(attempt)).rejects.toThrow(/append-only/);
  });
});
