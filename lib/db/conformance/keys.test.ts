import { randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openKeyring } from "../../keys/keyring";
import { onEveryDatabase, TEST_SEALER } from "./on-every-database";
import { later, NOW } from "./samples";

onEveryDatabase("signing keys", (opened) => {
  const keys = () => opened().database.keys;

  it("are one current key though 10 replicas make one at once, and keep every byte", async () => {
    expect(await keys().current("aws-saml")).toBeUndefined();
    const made = Array.from({ length: 10 }, () => ({
      id: randomUUID(),
      purpose: "aws-saml" as const,
      status: "current" as const,
      certificatePem: "-----BEGIN CERTIFICATE-----",
      privateKeySealed: new Uint8Array(randomBytes(1200)),
      notAfter: later(86_400),
      createdAt: NOW,
    }));
    const stored = await Promise.all(made.map((key) => keys().insertCurrent(key)));
    expect(new Set(stored.map((key) => key.id)).size).toBe(1);
    const current = await keys().current("aws-saml");
    const winner = made.find((key) => key.id === current?.id);
    expect(current).toEqual({ ...winner, privateKeySealed: expect.anything() });
    expect(Buffer.from(current?.privateKeySealed ?? [])).toEqual(Buffer.from(winner?.privateKeySealed ?? []));
    expect(await keys().list("aws-saml")).toHaveLength(1);
  });
});

onEveryDatabase("a keyring", (opened) => {
  it("opens with the key that the database gave back", async () => {
    const options = {
      store: opened().database.keys,
      sealer: TEST_SEALER,
      purpose: "aws-saml" as const,
      commonName: "rolebridge.example",
      clock: { now: () => NOW },
      newId: randomUUID,
    };
    const first = await openKeyring(options);
    const second = await openKeyring(options);
    expect(await second.current()).toMatchObject({ id: (await first.current()).id });
    expect([first.madeKey, second.madeKey]).toEqual([true, false]);
  });
});
