import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import {
  configuredSealingKey,
  createSealer,
  createSealingRing,
  type SealedPlace,
  sealingKeyIdIn,
} from "./sealing";

const newKey = (): Secret => new Secret(randomBytes(32).toString("base64"));
const place: SealedPlace = { purpose: "signing-key/aws-saml", id: "0199a1b2-0000-7000-8000-000000000001" };
const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
  return undefined;
};

describe("sealing", () => {
  test("gives back what was sealed, of any length, and never the same bytes twice", () => {
    const sealer = createSealer(newKey());
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (plaintext) => {
        const one = sealer.seal(place, plaintext);
        expect(sealer.open(place, one)).toEqual(Buffer.from(plaintext));
        expect(sealer.seal(place, plaintext)).not.toEqual(one);
      }),
    );
  });

  test("K01 does not contain the plaintext", () => {
    const plaintext = Buffer.from("-----BEGIN PRIVATE KEY-----");
    expect(createSealer(newKey()).seal(place, plaintext).includes(plaintext)).toBe(false);
  });

  test("K02 refuses a value moved to another row", () => {
    const sealer = createSealer(newKey());
    const sealed = sealer.seal(place, Buffer.from("one"));
    expect(codeOf(() => sealer.open({ ...place, id: "another" }, sealed))).toBe("keys.cannot_open");
  });

  test("K02 refuses a value presented for another purpose", () => {
    const sealer = createSealer(newKey());
    const sealed = sealer.seal(place, Buffer.from("one"));
    expect(codeOf(() => sealer.open({ ...place, purpose: "connection/client-secret" }, sealed))).toBe(
      "keys.cannot_open",
    );
  });

  test("K04 refuses another sealing key", () => {
    const sealed = createSealer(newKey()).seal(place, Buffer.from("one"));
    expect(codeOf(() => createSealer(newKey()).open(place, sealed))).toBe("keys.cannot_open");
  });

  test("K02 refuses every flipped bit and every truncation", () => {
    const sealer = createSealer(newKey());
    const sealed = sealer.seal(place, Buffer.from("a private key"));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(codeOf(() => sealer.open(place, changed))).toBe("keys.cannot_open");
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(codeOf(() => sealer.open(place, sealed.subarray(0, length)))).toBe("keys.cannot_open");
    }
  });

  test.each([
    ["empty", ""],
    ["16 bytes", randomBytes(16).toString("base64")],
    ["33 bytes", randomBytes(33).toString("base64")],
    ["hex", randomBytes(32).toString("hex")],
    ["not base64", `${"!".repeat(43)}=`],
  ])("refuses a sealing key that is %s", (_, text) => {
    expect(codeOf(() => createSealer(new Secret(text)))).toBe("keys.sealing_key_invalid");
  });
});

describe("a ring of sealing keys", () => {
  const [old, fresh] = [newKey(), newKey()].map(configuredSealingKey);

  test("opens what any of its keys sealed, and says which key is needed for the rest", () => {
    if (old === undefined || fresh === undefined) throw new Error("there are no keys");
    const ring = createSealingRing();
    expect(codeOf(() => ring.seal(place, Buffer.from("early")))).toBe("keys.cannot_open");
    ring.load([old], old.id);
    const before = ring.seal(place, Buffer.from("one"));
    ring.load([old, fresh], fresh.id);
    const after = ring.seal(place, Buffer.from("two"));
    expect([sealingKeyIdIn(before), sealingKeyIdIn(after)]).toEqual([old.id, fresh.id]);
    expect(ring.open(place, before).toString() + ring.open(place, after).toString()).toBe("onetwo");
    ring.load([fresh], fresh.id);
    expect(() => ring.open(place, before)).toThrow(AppError);
    expect(codeOf(() => ring.open(place, before))).toBe("keys.cannot_open");
  });

  test("K02 refuses a value whose key id was replaced by another key's", () => {
    if (old === undefined || fresh === undefined) throw new Error("there are no keys");
    const ring = createSealingRing();
    ring.load([old, fresh], old.id);
    const sealed = ring.seal(place, Buffer.from("one"));
    Buffer.from(fresh.id, "hex").copy(sealed, 1);
    expect(codeOf(() => ring.open(place, sealed))).toBe("keys.cannot_open");
  });

  test("the id of a key tells nothing that opens", () => {
    const key = configuredSealingKey(newKey());
    expect(key.id).toMatch(/^[0-9a-f]{16}$/);
    expect(key.bytes.toString("hex")).not.toContain(key.id);
    expect(configuredSealingKey(new Secret(key.bytes.toString("base64"))).id).toBe(key.id);
  });
});
