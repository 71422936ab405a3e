import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { Secret } from "../../secret/secret";
import { Prisma } from "../generated/client";
import { onEveryDatabase } from "./on-every-database";
import { account, target } from "./samples";

const CANARY = "wJalrXUtnFEMI/K7MDENG/canaryEXAMPLEKEY00";

onEveryDatabase("keys of IAM users", (opened) => {
  const keys = () => opened().database.accessKeys;

  async function newKey(change: { readonly note?: string } = {}) {
    const accessKeyId = `AKIA${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
    const { accountId } = account();
    const userArn = `arn:aws:iam::${accountId}:user/rolebridge-${accessKeyId}`;
    return keys().create({ accessKeyId, accountId, userArn, ...change }, new Secret(CANARY));
  }

  it("open for a call and are sealed in the row, whatever lists show", async () => {
    const made = await newKey({ note: "break-glass" });
    expect(await keys().byId(made.accessKeyId)).toEqual(made);
    expect((await keys().secretOf(made.accessKeyId))?.reveal()).toBe(CANARY);
    const [row] = await opened().driver.sql.rows<{ row: string }>(Prisma.sql`
      SELECT row_to_json(k)::text || encode(k.secret_sealed, 'escape') AS row FROM access_key k
      WHERE k.access_key_id = ${made.accessKeyId}`);
    expect(row?.row).toContain(made.userArn);
    expect(row?.row).not.toContain("canary");
    const listed = await keys().list({ q: made.accessKeyId, limit: 10 });
    expect(listed.items).toEqual([{ ...made, targetCount: 0 }]);
  });

  it("do not open in another row", async () => {
    const [mine, theirs] = [await newKey(), await newKey()];
    await opened().driver.sql.rows(Prisma.sql`
      UPDATE access_key SET secret_sealed = (
        SELECT secret_sealed FROM access_key WHERE access_key_id = ${theirs.accessKeyId})
      WHERE access_key_id = ${mine.accessKeyId}`);
    await expect(keys().secretOf(mine.accessKeyId)).rejects.toMatchObject({ code: "keys.cannot_open" });
  });

  it("are there once, and are found by id, user and note", async () => {
    const made = await newKey({ note: `note ${randomUUID()}` });
    await expect(keys().create(made, new Secret(CANARY))).rejects.toMatchObject({ code: "admin.conflict" });
    for (const q of [made.accessKeyId.toLowerCase(), made.userArn, made.note]) {
      expect((await keys().list({ q: q ?? "", limit: 10 })).items).toMatchObject([
        { accessKeyId: made.accessKeyId },
      ]);
    }
  });

  it("are not deleted while a target uses them", async () => {
    const { accessKeyId, userArn } = await newKey();
    const place = await opened().database.accounts.create(account());
    const made = await opened().database.targets.create({
      ...target(place.accountId),
      kind: "assume-role",
      accessKey: { accessKeyId, userArn },
    });
    expect((await keys().list({ q: accessKeyId, limit: 1 })).items[0]?.targetCount).toBe(1);
    const using = await opened().database.targets.list({ accessKeyId, limit: 10 });
    expect(using.items.map(({ id }) => id)).toEqual([made.id]);
    await expect(keys().delete(accessKeyId)).rejects.toMatchObject({ code: "admin.in_use" });
    await opened().database.targets.delete(made.id);
    await keys().delete(accessKeyId);
    expect(await keys().secretOf(accessKeyId)).toBeUndefined();
  });

  it.each(["", "AKIAUNKNOWN", "\0", "' OR 1=1"])("are not found as %j", async (id) => {
    expect(await keys().byId(id)).toBeUndefined();
    expect(await keys().secretOf(id)).toBeUndefined();
    await expect(keys().delete(id)).rejects.toMatchObject({ code: "admin.not_found" });
  });
});
