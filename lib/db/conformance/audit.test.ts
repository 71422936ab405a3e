import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { Prisma } from "../generated/client";
import { onEveryDatabase } from "./on-every-database";
import { account, auditEvent, later, NOW } from "./samples";

onEveryDatabase("audit", (opened) => {
  const audit = () => opened().database.audit;
  const sql = () => opened().driver.sql;

  it("gives events back as they were written", async () => {
    const full = auditEvent({ actor: { kind: "person", id: randomUUID(), name: `whole-${randomUUID()}` } });
    await audit().append(full);
    expect((await audit().list({ actor: full.actor.name, limit: 10 })).items).toEqual([full]);
    const { object: _, ...bare } = auditEvent({ actor: { kind: "anonymous", name: `bare-${randomUUID()}` } });
    await audit().append(bare);
    expect((await audit().list({ actor: bare.actor.name, limit: 10 })).items).toEqual([bare]);
  });

  it("refuses UPDATE, DELETE and TRUNCATE", async () => {
    const event = auditEvent();
    await audit().append(event);
    const attempts = [
      Prisma.sql`UPDATE audit_event SET actor_name = 'nobody' WHERE id = ${event.id}::uuid`,
      Prisma.sql`DELETE FROM audit_event WHERE id = ${event.id}::uuid`,
      Prisma.sql`TRUNCATE audit_event`,
      Prisma.sql`TRUNCATE audit_event CASCADE`,
    ];
    for (const attempt of attempts) await expect(sql().rows(attempt)).rejects.toThrow(/append-only/);
    expect((await audit().list({ limit: 1 })).items).toEqual([event]);
  });

  it("records a request with bytes that no database text can hold", async () => {
    const name = `strange-${randomUUID()}`;
    await audit().append(
      auditEvent({
        actor: { kind: "anonymous", name },
        userAgent: "a\0b\uD800",
        detail: { "na\0me": ["\0", { deep: "\uDC00" }], "\u{1F600}": "\u{1F600}" },
      }),
    );
    const [event] = (await audit().list({ actor: name, limit: 1 })).items;
    expect(event).toMatchObject({
      userAgent: "a\uFFFDb\uFFFD",
      detail: { "na\uFFFDme": ["\uFFFD", { deep: "\uFFFD" }], "\u{1F600}": "\u{1F600}" },
    });
  });

  it("lists newest first, page by page, without loss or repetition while events arrive", async () => {
    const name = `paged-${randomUUID()}`;
    const ids = Array.from({ length: 25 }, () => randomUUID());
    for (const id of ids) await audit().append(auditEvent({ id, actor: { kind: "system", name } }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await audit().list({
        actor: name,
        limit: 10,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map((event) => event.id));
      cursor = page.nextCursor;
      await audit().append(auditEvent({ actor: { kind: "system", name } }));
    } while (cursor !== undefined);
    expect(seen).toEqual(ids.toReversed());
  });

  it("filters by actor, action, outcome and time", async () => {
    const name = `filter-${randomUUID()}`;
    const actor = { kind: "system", name } as const;
    const early = auditEvent({ actor, at: NOW, action: "grant.created" });
    const late = auditEvent({ actor, at: later(10), action: "grant.deleted", outcome: "refused" });
    for (const event of [early, late]) await audit().append(event);
    const ids = async (query: object) =>
      (await audit().list({ actor: name.toUpperCase(), limit: 10, ...query })).items.map(({ id }) => id);
    expect(await ids({})).toEqual([late.id, early.id]);
    expect(await ids({ action: "grant.created" })).toEqual([early.id]);
    expect(await ids({ outcome: "refused" })).toEqual([late.id]);
    expect(await ids({ outcome: "no such outcome" })).toEqual([]);
    expect(await ids({ from: later(10) })).toEqual([late.id]);
    expect(await ids({ to: later(10) })).toEqual([early.id]);
    expect(await ids({ action: "\0" })).toEqual([]);
  });

  it("refuses a cursor that it did not give", async () => {
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const cursor of ["", "%", encoded({}), encoded(["1", "2"]), encoded(["x"]), encoded(["\0"])]) {
      await expect(audit().list({ cursor, limit: 1 })).rejects.toMatchObject({ code: "request.invalid" });
    }
  });

  it("and an admin change are both there, or neither", async () => {
    const { database } = opened();
    const [kept, lost] = [account(), account()];
    const name = `unit-${randomUUID()}`;
    const event = () => auditEvent({ actor: { kind: "system", name }, action: "account.created" });
    await database.unitOfWork.run(async (stores) => {
      await stores.accounts.create(kept);
      expect(await stores.accounts.byId(kept.accountId)).toEqual(kept);
      await stores.audit.append(event());
    });
    const failing = database.unitOfWork.run(async (stores) => {
      await stores.accounts.create(lost);
      await stores.audit.append(event());
      throw new RangeError("the work failed");
    });
    await expect(failing).rejects.toMatchObject({ code: "internal.unexpected" });
    expect(await database.accounts.byId(kept.accountId)).toEqual(kept);
    expect(await database.accounts.byId(lost.accountId)).toBeUndefined();
    expect((await database.audit.list({ actor: name, limit: 10 })).items).toHaveLength(1);
  });
});
