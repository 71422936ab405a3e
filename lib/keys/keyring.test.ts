import { execFileSync, spawnSync } from "node:child_process";
import { constants, createVerify, randomBytes, randomUUID, sign, verify, X509Certificate } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import type { KeyStore, StoredKey } from "./key-store";
import { type Keyring, type KeyringOptions, openKeyring } from "./keyring";
import { createSealer } from "./sealing";

/** Keeps the rule of the unique index: one current key a purpose. */
class MemoryKeyStore implements KeyStore {
  rows: StoredKey[] = [];
  beforeInsert: () => Promise<void> = async () => {};

  async current(): Promise<StoredKey | undefined> {
    return this.rows.find((row) => row.status === "current");
  }

  async list(): Promise<readonly StoredKey[]> {
    return this.rows;
  }

  async insertCurrent(key: StoredKey): Promise<StoredKey> {
    await this.beforeInsert();
    const other = this.rows.find((row) => row.status === "current");
    if (other !== undefined) return other;
    this.rows.push(key);
    return key;
  }
}

const hasOpenSsl = spawnSync("openssl", ["version"]).status === 0;
const NOW = new Date("2026-11-03T10:00:00.250Z");
const sealingKey = (): Secret => new Secret(randomBytes(32).toString("base64"));
const open = (store: KeyStore, key: Secret, more: Partial<KeyringOptions> = {}): Promise<Keyring> =>
  openKeyring({
    store,
    sealer: createSealer(key),
    purpose: "aws-saml",
    commonName: "rolebridge.example.com",
    clock: { now: () => NOW },
    newId: randomUUID,
    ...more,
  });

describe("keyring", () => {
  test("makes one key at first start and opens the same one at the next", async () => {
    const store = new MemoryKeyStore();
    const key = sealingKey();
    const first = await open(store, key);
    const second = await open(store, key);
    expect([first.madeKey, second.madeKey]).toEqual([true, false]);
    expect((await second.current()).certificate).toBe((await first.current()).certificate);
    expect(store.rows).toHaveLength(1);
  });

  test("signs what the published certificate verifies", async () => {
    const keyring = await open(new MemoryKeyStore(), sealingKey());
    const { privateKey } = await keyring.current();
    const [published] = await keyring.published();
    const publicKey = new X509Certificate(published?.certificatePem ?? "").publicKey;
    const message = Buffer.from("digest me");
    const signature = sign("sha256", message, privateKey);
    expect(
      verify("sha256", message, { key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature),
    ).toBe(true);
    expect(createVerify("sha256").update("another").verify(publicKey, signature)).toBe(false);
  });

  test("makes an RSA-2048 certificate of ten years without repeated extensions", async () => {
    const keyring = await open(new MemoryKeyStore(), sealingKey());
    const [published] = await keyring.published();
    const certificate = new X509Certificate(published?.certificatePem ?? "");
    expect(certificate.publicKey.asymmetricKeyType).toBe("rsa");
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(certificate.subject).toBe("CN=rolebridge.example.com");
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(new Date(certificate.validTo)).toEqual(published?.notAfter);
    expect(published?.notAfter.toISOString()).toBe("2036-11-03T09:55:00.000Z");
  });

  test("makes a P-256 key for ES256", async () => {
    const keyring = await open(new MemoryKeyStore(), sealingKey(), { purpose: "aws-oidc-es256" });
    const [published] = await keyring.published();
    const certificate = new X509Certificate(published?.certificatePem ?? "");
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect((await keyring.current()).privateKey.asymmetricKeyType).toBe("ec");
  });

  test("signs with the key that another replica made current, within two seconds", async () => {
    const store = new MemoryKeyStore();
    let now = NOW;
    const keyring = await open(store, sealingKey(), { clock: { now: () => now } });
    const first = await keyring.current();
    const next = await keyring.newKey("next");
    store.rows = [
      ...store.rows.map((row) => ({ ...row, status: "previous" as const })),
      { ...next, status: "current" },
    ];
    expect((await keyring.current()).id).toBe(first.id);
    now = new Date(now.getTime() + 2_000);
    const many = await Promise.all(Array.from({ length: 20 }, () => keyring.current()));
    expect(new Set(many.map(({ id }) => id))).toEqual(new Set([next.id]));
  });

  test("asks the database once, not for every signature", async () => {
    const store = new MemoryKeyStore();
    let now = NOW;
    const keyring = await open(store, sealingKey(), { clock: { now: () => now } });
    const asked = vi.spyOn(store, "current");
    now = new Date(now.getTime() + 5_000);
    await Promise.all(Array.from({ length: 50 }, () => keyring.current()));
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test("publishes the current key first, the next or previous one after it, and never a retired one", async () => {
    const store = new MemoryKeyStore();
    const keyring = await open(store, sealingKey());
    const [current] = store.rows;
    const others = await Promise.all([keyring.newKey("next"), keyring.newKey("next")]);
    store.rows = [
      { ...others[0] },
      ...(current ? [current] : []),
      { ...others[1], status: "retired", privateKeySealed: new Uint8Array() },
    ];
    expect((await keyring.published()).map(({ status }) => status)).toEqual(["current", "next"]);
    expect((await keyring.all()).map(({ status }) => status)).toEqual(["next", "current", "retired"]);
  });

  test("K04 stops the start when the next key does not open, though the current one does", async () => {
    const store = new MemoryKeyStore();
    const key = sealingKey();
    await open(store, key);
    const foreign = await (await open(new MemoryKeyStore(), sealingKey())).newKey("next");
    store.rows.push(foreign);
    await expect(open(store, key)).rejects.toMatchObject({ code: "keys.cannot_open" });
  });

  test("a key of one purpose does not open as another's (I07, K02)", async () => {
    const store = new MemoryKeyStore();
    const key = sealingKey();
    await open(store, key);
    store.rows = store.rows.map((row) => ({ ...row, purpose: "aws-oidc-rs256" }));
    await expect(open(store, key, { purpose: "aws-oidc-rs256" })).rejects.toMatchObject({
      code: "keys.cannot_open",
    });
  });

  test.skipIf(!hasOpenSsl)("makes a certificate that OpenSSL reads the same way", async () => {
    const keyring = await open(new MemoryKeyStore(), sealingKey());
    const [published] = await keyring.published();
    const input = published?.certificatePem ?? "";
    const text = execFileSync("openssl", ["x509", "-noout", "-text"], { input }).toString();
    expect(text.match(/X509v3 [\w ]+/g)).toEqual([
      "X509v3 extensions",
      "X509v3 Basic Constraints",
      "X509v3 Key Usage",
      "X509v3 Subject Key Identifier",
    ]);
    expect(text).toContain("CA:FALSE");
    expect(text).toContain("Digital Signature\n");
    expect(text).toContain("sha256WithRSAEncryption");
  });

  test("K04 stops, and makes no new key, when the sealing key is another", async () => {
    const store = new MemoryKeyStore();
    await open(store, sealingKey());
    const [before] = store.rows;
    await expect(open(store, sealingKey())).rejects.toMatchObject({ code: "keys.cannot_open" });
    expect(store.rows).toEqual([before]);
  });

  test("uses the winner's key when two replicas start at once", async () => {
    const store = new MemoryKeyStore();
    let waiting = 0;
    let release: () => void = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    store.beforeInsert = async () => {
      waiting += 1;
      if (waiting === 2) release();
      await both;
    };
    const key = sealingKey();
    const [one, two] = await Promise.all([open(store, key), open(store, key)]);
    expect(store.rows).toHaveLength(1);
    expect((await one.current()).id).toBe((await two.current()).id);
    expect([one.madeKey, two.madeKey].filter(Boolean)).toHaveLength(1);
  });

  test("K02 refuses a row whose certificate was replaced by another key's", async () => {
    const [mine, other] = [new MemoryKeyStore(), new MemoryKeyStore()];
    const key = sealingKey();
    await open(mine, key);
    await open(other, key);
    const [row] = mine.rows;
    const [foreign] = other.rows;
    if (row === undefined || foreign === undefined) throw new AppError("internal.unexpected");
    mine.rows = [{ ...row, certificatePem: foreign.certificatePem }];
    await expect(open(mine, key)).rejects.toMatchObject({ reason: "certificate_of_another_key" });
  });

  test("K01 keeps no private key in the clear at rest", async () => {
    const store = new MemoryKeyStore();
    await open(store, sealingKey());
    const [row] = store.rows;
    const bytes = Buffer.from(row?.privateKeySealed ?? []);
    // OID 1.2.840.113549.1.1.1 (rsaEncryption) stands in every PKCS#8 RSA key.
    expect(bytes.includes(Buffer.from("06092a864886f70d010101", "hex"))).toBe(false);
    expect(bytes.length).toBeGreaterThan(1000);
  });
});
