import { createCipheriv, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { AppError } from "../../errors/app-error";
import { openKeyring } from "../../keys/keyring";
import { type DataKeyService, openSealing, type SealingSource } from "../../keys/open-sealing";
import { sealAnew } from "../../keys/seal-anew";
import { configuredSealingKey, createSealingRing, type SealedPlace } from "../../keys/sealing";
import { Secret } from "../../secret/secret";
import { Prisma } from "../generated/client";
import { type Database, databaseOn } from "../open-database";
import { SEALED_COLUMNS } from "../sealed-columns";
import { onEveryDatabase } from "./on-every-database";
import { account, auditEvent, NOW, oidcConnection, samlConnection } from "./samples";

const secretKey = () => new Secret(randomBytes(32).toString("base64"));
const configured = (key = configuredSealingKey(secretKey())) => ({ kind: "configured", key }) as const;

/** A KMS of the test: wraps under a key per ARN, and notes what it was asked. */
function fakeKms() {
  const masters = new Map<string, Buffer>();
  const mask = (arn: string, bytes: Uint8Array) => {
    const master = masters.get(arn) ?? randomBytes(32);
    masters.set(arn, master);
    return Buffer.from(bytes.map((byte, index) => byte ^ (master[index] ?? 0)));
  };
  const service: DataKeyService = {
    generate: async (arn) => {
      const bytes = randomBytes(32);
      return { bytes, wrapped: mask(arn, bytes) };
    },
    unwrap: async (arn, wrapped) => mask(arn, wrapped),
  };
  return service;
}

/** As it was sealed before keys had ids. */
function sealedBefore(key: Buffer, { purpose, id }: SealedPlace, plaintext: string): Buffer {
  const derived = hkdfSync("sha256", key, Buffer.alloc(0), `rolebridge/sealing/${purpose}`, 32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(derived), nonce);
  cipher.setAAD(Buffer.from(`1\0${purpose}\0${id}`));
  return Buffer.concat([Buffer.of(1), nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

onEveryDatabase("sealing at rest", (opened) => {
  const sql = () => opened().driver.sql;

  /** An instance of Rolebridge with these keys, on the suite's database. */
  async function instance(source: SealingSource, previous?: SealingSource, dataKeys = fakeKms()) {
    const ring = createSealingRing();
    const database = await databaseOn({ ...opened().driver, close: async () => undefined }, ring);
    const sealing = await openSealing({ ring, store: database.sealingKeys, source, previous, dataKeys });
    return { ring, database, sealing };
  }
  const codeOf = async (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: AppError) => error.code,
    );

  /** Something in every sealed column. */
  async function filled(database: Database, mark: string) {
    const draft = oidcConnection(`oidc-${randomUUID()}`);
    if (draft.kind !== "oidc") throw new Error("not the sample that was asked for");
    const clientSecret = new Secret(`client-${mark}`);
    const oidc = await database.connections.create({ ...draft, clientSecret });
    const accessKeyId = `AKIA${randomBytes(8).toString("hex").toUpperCase()}`;
    await database.accessKeys.create(
      { accessKeyId, accountId: account().accountId, userArn: "arn:aws:iam::111122223333:user/x" },
      new Secret(`secret-${mark}`),
    );
    return { oidc, accessKeyId };
  }

  async function emptied() {
    await sql().rows(Prisma.sql`DELETE FROM access_key`);
    await sql().rows(Prisma.sql`DELETE FROM connection`);
    await sql().rows(Prisma.sql`DELETE FROM sealing_key`);
  }

  it("K04 a wrong key stops the start, says which one is needed, and leaves everything as it was", async () => {
    await emptied();
    const first = configured();
    const { database } = await instance(first);
    const { accessKeyId } = await filled(database, "one");
    const before = await database.sealingKeys.list();
    const error = await instance(configured()).catch((thrown: AppError) => thrown);
    expect(error).toMatchObject({ code: "keys.sealing_key_unknown" });
    expect((error as AppError).detail).toContain(first.key.id);
    expect(await codeOf(instance({ kind: "aws-kms", keyArn: "arn:aws:kms:eu-west-1:1:key/x" }))).toBe(
      "keys.sealing_key_unknown",
    );
    expect(await database.sealingKeys.list()).toEqual(before);
    const again = await instance(first);
    expect((await again.database.accessKeys.secretOf(accessKeyId))?.reveal()).toBe("secret-one");
  });

  it("K04 a database from before keys had ids opens with its key and no other", async () => {
    await emptied();
    const key = configuredSealingKey(secretKey());
    const accessKeyId = "AKIAOLDOLDOLDOLDOLD0";
    const sealed = sealedBefore(key.bytes, { purpose: "access-key/secret", id: accessKeyId }, "old secret");
    await sql().rows(Prisma.sql`
      INSERT INTO access_key (access_key_id, account_id, user_arn, secret_sealed)
      VALUES (${accessKeyId}, '111122223333', 'arn', ${sealed}::bytea)`);
    expect(await codeOf(instance(configured()))).toBe("keys.sealing_key_unknown");
    const { database } = await instance(configured(key));
    expect((await database.accessKeys.secretOf(accessKeyId))?.reveal()).toBe("old secret");
    expect(await database.sealingKeys.list()).toEqual([{ id: key.id, status: "current" }]);
  });

  it("K02 no value opens in another row or another column", async () => {
    await emptied();
    const { database } = await instance(configured());
    const [one, two] = [await filled(database, "one"), await filled(database, "two")];
    const keys = [one.accessKeyId, two.accessKeyId] as const;
    await sql().rows(Prisma.sql`
      UPDATE access_key a SET secret_sealed = b.secret_sealed FROM access_key b
      WHERE a.access_key_id = ${keys[0]} AND b.access_key_id = ${keys[1]}`);
    expect(await codeOf(database.accessKeys.secretOf(keys[0]))).toBe("keys.cannot_open");
    await sql().rows(Prisma.sql`
      UPDATE connection a SET client_secret_sealed = b.client_secret_sealed FROM connection b
      WHERE a.id = ${one.oidc.id}::uuid AND b.id = ${two.oidc.id}::uuid`);
    expect(await codeOf(database.connections.bySlug(one.oidc.slug))).toBe("keys.cannot_open");
    await sql().rows(Prisma.sql`
      UPDATE connection SET client_secret_sealed = (SELECT secret_sealed FROM access_key LIMIT 1)
      WHERE id = ${two.oidc.id}::uuid`);
    expect(await codeOf(database.connections.bySlug(two.oidc.slug))).toBe("keys.cannot_open");
  });

  it("K02 every sealed column is known to who seals anew", async () => {
    const columns = await sql().rows<{ name: string }>(Prisma.sql`
      SELECT table_name || '.' || column_name AS name FROM information_schema.columns
      WHERE table_schema = current_schema() AND column_name LIKE '%sealed%' ORDER BY 1`);
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort();
    expect(columns.map(({ name }) => name)).toEqual(known);
  });

  it("K03 keys are changed while replicas work, and the old one is refused from then on", async () => {
    await emptied();
    const [old, fresh] = [configured(), configured()];
    const before = await instance(old);
    const { accessKeyId, oidc } = await filled(before.database, "kept");
    // Rolled out: one replica has the new key already, one has not.
    const rolled = await instance(fresh, old);
    const early = await filled(rolled.database, "early");
    expect((await before.database.accessKeys.secretOf(early.accessKeyId))?.reveal()).toBe("secret-early");
    // Everywhere now.
    const other = await instance(fresh, old);
    const command = await instance(fresh, old);
    const done = await sealAnew(command.database.sealingKeys, command.ring, command.sealing);
    expect(done).toEqual({ values: 4, currentId: fresh.key.id });
    expect((await other.database.accessKeys.secretOf(accessKeyId))?.reveal()).toBe("secret-kept");
    // One that has not noticed cannot seal with the old key, and can once it has.
    expect(await codeOf(filled(other.database, "late"))).toBe("store.unavailable");
    await other.sealing.follow();
    await filled(other.database, "late");
    // Again: nothing to do. Then without the old key.
    expect((await sealAnew(command.database.sealingKeys, command.ring, command.sealing)).values).toBe(0);
    const after = await instance(fresh);
    expect((await after.database.accessKeys.secretOf(accessKeyId))?.reveal()).toBe("secret-kept");
    expect(await after.database.connections.bySlug(oidc.slug)).toMatchObject({ slug: oidc.slug });
    expect(await codeOf(instance(old))).toBe("keys.sealing_key_unknown");
    expect(await codeOf(instance(old, fresh))).toBe("keys.sealing_key_retired");
  });

  it("K03 sealing anew that was interrupted is finished by calling it again", async () => {
    await emptied();
    const [old, fresh] = [configured(), configured()];
    const { database } = await instance(old);
    const made = [];
    for (let count = 0; count < 5; count++) made.push(await filled(database, String(count)));
    const { ring, sealing, database: anew } = await instance(fresh, old);
    let replaced = 0;
    const store = {
      ...anew.sealingKeys,
      replace: async (...value: Parameters<typeof anew.sealingKeys.replace>) => {
        if (replaced === 3) throw new Error("killed");
        replaced += 1;
        await anew.sealingKeys.replace(...value);
      },
    };
    await expect(sealAnew(store, ring, sealing)).rejects.toThrow("killed");
    expect(await codeOf(instance(fresh))).toBe("keys.sealing_key_missing");
    const command = await instance(fresh, old);
    expect((await sealAnew(command.database.sealingKeys, command.ring, command.sealing)).values).toBe(7);
    const after = await instance(fresh);
    for (const [count, { accessKeyId }] of made.entries()) {
      expect((await after.database.accessKeys.secretOf(accessKeyId))?.reveal()).toBe(`secret-${count}`);
    }
  });

  it("K01 a data key of AWS KMS lies in the database only as KMS wrapped it, and opens only by a configured key", async () => {
    await emptied();
    const kms = fakeKms();
    const source = { kind: "aws-kms", keyArn: "arn:aws:kms:eu-west-1:111122223333:key/one" } as const;
    const [one, two] = await Promise.all([
      instance(source, undefined, kms),
      instance(source, undefined, kms),
    ]);
    const { accessKeyId } = await filled(one.database, "kms");
    expect((await two.database.accessKeys.secretOf(accessKeyId))?.reveal()).toBe("secret-kms");
    expect(await one.database.sealingKeys.list()).toMatchObject([
      { status: "current", kms: { keyArn: source.keyArn } },
    ]);
    // Somebody with the table puts a data key under a KMS key of theirs.
    await sql().rows(
      Prisma.sql`UPDATE sealing_key SET kms_key_arn = 'arn:aws:kms:eu-west-1:666666666666:key/theirs'`,
    );
    expect(await codeOf(instance(source, undefined, kms))).toBe("keys.sealing_key_unknown");
    await sql().rows(
      Prisma.sql`UPDATE sealing_key SET kms_key_arn = ${source.keyArn}, wrapped = ${randomBytes(32)}::bytea`,
    );
    expect(await codeOf(instance(source, undefined, kms))).toBe("keys.cannot_open");
  });

  it("K01 nothing that opens anything is readable in a dump", async () => {
    await emptied();
    const key = configured();
    const { database, ring } = await instance(key);
    const { oidc } = await filled(database, "canary");
    await database.connections.create(samlConnection(`saml-${randomUUID()}`));
    const made = await openKeyring({
      store: database.keys,
      sealer: ring,
      purpose: "aws-oidc-rs256",
      commonName: "canary",
      clock: { now: () => NOW },
      newId: randomUUID,
    });
    await database.audit.append(auditEvent());
    const tables = await sql().rows<{ name: string }>(Prisma.sql`
      SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`);
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await sql().rows<{ row: string }>(
        Prisma.sql`SELECT t::text AS row FROM ${Prisma.raw(`"${name}"`)} t`,
      );
      rows.push(...found.map(({ row }) => row));
    }
    const dump = rows.join("\n");
    const { privateKey } = await made.current();
    const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" });
    const forms = (bytes: Buffer) => [
      bytes.toString("latin1"),
      bytes.toString("hex"),
      bytes.toString("base64"),
    ];
    const secrets = [
      ...forms(Buffer.from("client-canary")),
      ...forms(Buffer.from("secret-canary")),
      ...forms(key.key.bytes),
      ...forms(pkcs8.subarray(40, 80)),
      // The beginning of PKCS#8 for RSA and for elliptic curves: version 0, then the algorithm.
      "020100300d06092a864886f70d010101",
      "020100301306072a8648ce3d0201",
      "PRIVATE KEY",
    ];
    expect(dump).toContain(oidc.slug);
    expect(secrets.filter((secret) => dump.includes(secret))).toEqual([]);
    expect(pkcs8.toString("hex")).toContain("020100300d06092a864886f70d010101");
  });
});
