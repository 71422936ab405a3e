import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Account } from "../../entitlements/model";
import type { ListQuery, Page } from "../../flows/ports";
import { Secret } from "../../secret/secret";
import { Prisma } from "../generated/client";
import { onEveryDatabase } from "./on-every-database";
import {
  account,
  later,
  NOW,
  newConnection,
  newGrant,
  newTarget,
  oidcConnection,
  samlConnection,
  target,
} from "./samples";

async function everyPage<T>(list: (query: ListQuery) => Promise<Page<T>>, query: ListQuery): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

onEveryDatabase("administration", (opened) => {
  const database = () => opened().database;
  const tag = () => randomUUID().slice(0, 8);

  describe("lists", () => {
    it("go page by page in a stable order, whatever the case of names, without loss or repetition", async () => {
      const mark = tag();
      const names = ["beta", "Alpha", "alpha", "Ärger", "zeta", "BETA", "10", "9"];
      for (const name of names) await database().accounts.create(account({ name: `${mark} ${name}` }));
      const list = (query: ListQuery) => database().accounts.list(query);
      const whole = await list({ q: mark, limit: 1000 });
      expect(whole.nextCursor).toBeUndefined();
      expect(whole.items).toHaveLength(names.length);
      for (const limit of [1, 3, names.length]) {
        expect(await everyPage(list, { q: mark, limit })).toEqual(whole.items);
      }
    });

    it("go on where they were though the row of the cursor was deleted", async () => {
      const mark = tag();
      const made: Account[] = [];
      for (const name of ["a", "b", "c"]) {
        made.push(await database().accounts.create(account({ name: `${mark} ${name}` })));
      }
      const first = await database().accounts.list({ q: mark, limit: 2 });
      await database().accounts.delete(made[1]?.accountId ?? "");
      const second = await database().accounts.list({ q: mark, limit: 2, cursor: first.nextCursor ?? "" });
      expect(second.items).toEqual([made[2]]);
    });

    it("search for the letters that were typed, not for a pattern", async () => {
      const mark = tag();
      const made = await database().accounts.create(account({ name: `${mark} 100%_\\ sure` }));
      await database().accounts.create(account({ name: `${mark} 100 percent` }));
      const found = async (q: string) => (await database().accounts.list({ q, limit: 10 })).items;
      for (const q of [`${mark} 100%`, `${mark} 100%_`, `${mark.toUpperCase()} 100%_\\`]) {
        expect(await found(q)).toEqual([made]);
      }
      expect(await found(`${mark}%sure`)).toEqual([]);
      expect(await found(`${mark}\0`)).toEqual([]);
      expect(await found(`${mark}' OR TRUE --`)).toEqual([]);
    });

    it("count the targets of the accounts that were asked for, and of no other", async () => {
      const [two, none, other] = [account(), account(), account()];
      for (const place of [two, none, other]) await database().accounts.create(place);
      for (const [place, name] of [
        [two, "A"],
        [two, "B"],
        [other, "A"],
      ] as const) {
        await database().targets.create(target(place.accountId, { name }));
      }
      const counts = await database().targets.countByAccount([two.accountId, none.accountId, "\0", "x"]);
      expect([...counts]).toEqual([[two.accountId, 2]]);
      expect([...(await database().targets.countByAccount([]))]).toEqual([]);
    });

    it("of targets and grants narrow to an account or a target and search its names", async () => {
      const mark = tag();
      const made = await database().accounts.create(account({ name: `Freight ${mark}`, alias: `f-${mark}` }));
      const one = await database().targets.create(target(made.accountId, { name: "One" }));
      const two = await database().targets.create(target(made.accountId, { name: "two" }));
      const grants = [
        await newGrant(database(), one.id, { group: "engineering" }),
        await newGrant(database(), two.id, { user: "ada" }, { note: `why ${mark}` }),
      ];
      await newGrant(database(), (await newTarget(database())).id, { group: "engineering" });
      const targets = await database().targets.list({ accountId: made.accountId, limit: 10 });
      expect(targets.items).toEqual([one, two].map((each) => ({ ...each, accountName: made.name })));
      expect((await database().targets.list({ q: `f-${mark}`, limit: 10 })).items).toHaveLength(2);
      const inAccount = await database().grants.list({ accountId: made.accountId, limit: 10 });
      expect(inAccount.items).toEqual([
        { ...grants[0], target: one, account: made },
        { ...grants[1], target: two, account: made },
      ]);
      const list = (query: object) => database().grants.list({ limit: 10, ...query });
      expect((await list({ targetId: two.id })).items).toHaveLength(1);
      expect((await list({ targetId: "no-uuid" })).items).toEqual([]);
      expect((await list({ q: `WHY ${mark}` })).items).toHaveLength(1);
      expect(await everyPage((query) => list(query), { q: mark, limit: 1 })).toHaveLength(2);
    });
  });

  describe("changes", () => {
    it("replace everything: what is left out is gone", async () => {
      const made = await database().accounts.create(account({ alias: `x-${tag()}`, color: "red" }));
      const { alias: _, color: __, ...bare } = { ...made, name: "Renamed" };
      await database().accounts.update(made.accountId, bare);
      expect(await database().accounts.byId(made.accountId)).toEqual(bare);
      const old = await database().targets.create(target(made.accountId, { description: "old" }));
      const { description: ___, id, ...changed } = { ...old, name: "New", maxDurationSeconds: 900 };
      expect(await database().targets.update(id, changed)).toEqual({ ...changed, id });
      expect(await database().targets.byId(id)).toEqual({ ...changed, id });
      const grant = await newGrant(database(), id, { group: "g" }, { expiresAt: later(60), note: "n" });
      const next = { targetId: id, principal: { attribute: "a", equals: "b" }, notBefore: NOW };
      expect(await database().grants.update(grant.id, next)).toEqual({ ...next, id: grant.id });
      expect(await database().grants.byId(grant.id)).toEqual({ ...next, id: grant.id });
    });

    it("of what does not exist are not found, by id or by what is no id", async () => {
      for (const id of [randomUUID(), "no-uuid", "000000000000", "\0"]) {
        const attempts = [
          () => database().accounts.update(id, account()),
          () => database().accounts.delete(id),
          () => database().targets.update(id, target("000000000000")),
          () => database().targets.delete(id),
          () => database().grants.update(id, { targetId: randomUUID(), principal: { group: "g" } }),
          () => database().grants.delete(id),
          () => database().connections.update(id, samlConnection("none")),
          () => database().connections.delete(id),
        ];
        for (const attempt of attempts) {
          await expect(attempt()).rejects.toMatchObject({ code: "admin.not_found" });
        }
        expect(await database().accounts.byId(id)).toBeUndefined();
        expect(await database().targets.byId(id)).toBeUndefined();
        expect(await database().grants.byId(id)).toBeUndefined();
        expect(await database().connections.bySlug(id)).toBeUndefined();
      }
    });

    it("that would make a second of the same are a conflict, whatever the case", async () => {
      const made = await database().accounts.create(account({ alias: `same-${tag()}` }));
      const another = account({ alias: made.alias?.toUpperCase() ?? "" });
      const one = await database().targets.create(target(made.accountId, { name: "Same" }));
      const connection = await newConnection(database());
      const attempts = [
        () => database().accounts.create(made),
        () => database().accounts.create(another),
        () => database().targets.create(target(one.accountId, { name: "SAME" })),
        () => database().connections.create(samlConnection(connection.slug)),
      ];
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({ code: "admin.conflict" });
      }
    });

    it("that point at nothing are refused", async () => {
      const { id } = await newTarget(database());
      const attempts = [
        () => database().targets.create(target("999999999999")),
        () => newGrant(database(), randomUUID(), { group: "g" }),
        () => newGrant(database(), id, { group: "g" }, { connection: "nobody" }),
      ];
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({ code: "request.invalid" });
      }
    });

    it("that break a rule of the data are refused by the database itself", async () => {
      const { id, accountId } = await newTarget(database());
      const attempts = [
        () => database().accounts.create(account({ accountId: "12345678901" })),
        () => database().accounts.create(account({ alias: "123456789012" })),
        () => database().targets.create(target(accountId, { name: "a", maxDurationSeconds: 899 })),
        () => database().targets.create(target(accountId, { name: "b", maxDurationSeconds: 43_201 })),
        () => newGrant(database(), id, { group: "g" }, { maxDurationSeconds: 899 }),
        () => newGrant(database(), id, { group: "g" }, { notBefore: NOW, expiresAt: NOW }),
        () => newGrant(database(), id, { group: "" }),
        () => newGrant(database(), id, { attribute: "", equals: "x" }),
        () => database().connections.create(samlConnection("Not a slug")),
        () => database().connections.create(samlConnection("-a")),
      ];
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({ code: "request.invalid", reason: "sql_23514" });
      }
    });
  });

  describe("connections", () => {
    it("come back whole, and their client secret is not readable in the table", async () => {
      const saml = await database().connections.create({
        ...samlConnection(`saml-${tag()}`),
        metadataUrl: "https://idp.example/metadata",
      } as ReturnType<typeof samlConnection>);
      const oidc = await database().connections.create(oidcConnection(`oidc-${tag()}`));
      expect(await database().connections.bySlug(saml.slug)).toEqual(saml);
      const found = await database().connections.bySlug(oidc.slug);
      expect(found).toEqual({ ...oidc, clientSecret: expect.any(Secret) });
      expect(found?.kind === "oidc" && found.clientSecret.reveal()).toBe("correct horse battery staple");
      const [row] = await opened().driver.sql.rows<{ text: string; sealed: Uint8Array }>(Prisma.sql`
        SELECT c::text AS text, client_secret_sealed AS sealed FROM connection c WHERE slug = ${oidc.slug}`);
      expect(row?.text).not.toContain("correct horse");
      expect(Buffer.from(row?.sealed ?? []).toString("latin1")).not.toContain("correct horse");
    });

    it("do not open with the sealed secret of another", async () => {
      const [one, two] = [oidcConnection(`one-${tag()}`), oidcConnection(`two-${tag()}`)];
      for (const draft of [one, two]) await database().connections.create(draft);
      await opened().driver.sql.rows(Prisma.sql`
        UPDATE connection SET client_secret_sealed =
          (SELECT client_secret_sealed FROM connection WHERE slug = ${two.slug}) WHERE slug = ${one.slug}`);
      await expect(database().connections.bySlug(one.slug)).rejects.toMatchObject({
        code: "keys.cannot_open",
      });
      await opened().driver.sql.rows(Prisma.sql`DELETE FROM connection WHERE slug = ${one.slug}`);
    });

    it("change kind without keeping anything of the old one", async () => {
      const slug = `kind-${tag()}`;
      const { id } = await database().connections.create(oidcConnection(slug));
      await database().connections.update(id, samlConnection(slug));
      expect(await database().connections.bySlug(slug)).toEqual({ ...samlConnection(slug), id });
      await database().connections.update(id, { ...oidcConnection(slug), enabled: false });
      expect(await database().connections.bySlug(slug)).toMatchObject({ id, kind: "oidc", enabled: false });
    });

    it("take their grants with them", async () => {
      const connection = await newConnection(database());
      const { id } = await newTarget(database());
      const grant = await newGrant(database(), id, { group: "g" }, { connection: connection.slug });
      await database().connections.delete(connection.id);
      expect(await database().grants.byId(grant.id)).toBeUndefined();
    });
  });
});
