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

onEveryDatabase("a rotation of keys", (opened) => {
  const keyOf = <Status extends "current" | "next">(status: Status) => ({
    id: randomUUID(),
    purpose: "aws-oidc-es256" as const,
    status,
    certificatePem: "-----BEGIN CERTIFICATE-----",
    privateKeySealed: new Uint8Array(randomBytes(200)),
    notAfter: later(86_400),
    createdAt: NOW,
  });
  const statuses = async () =>
    (await opened().database.keys.list("aws-oidc-es256")).map(({ id, status }) => [id, status]);

  it("has one next key though two administrators make one at once, and empties what is retired", async () => {
    const { keys, unitOfWork } = opened().database;
    const current = await keys.insertCurrent(keyOf("current"));
    const made = [keyOf("next"), keyOf("next")];
    const outcomes = await Promise.allSettled(
      made.map((key) => unitOfWork.run(({ keys: changes }) => changes.insertNext(key))),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const next = (await keys.list("aws-oidc-es256")).find(({ status }) => status === "next");
    if (next === undefined) throw new Error("there is no next key");

    await unitOfWork.run(async ({ keys: changes }) => {
      expect(await changes.purposeOf(next.id)).toBe("aws-oidc-es256");
      expect(await changes.purposeOf("no uuid")).toBeUndefined();
      expect(await changes.lock("aws-oidc-es256")).toHaveLength(2);
      await changes.setStatus(current.id, "previous");
      await changes.setStatus(next.id, "current");
    });
    expect(Object.fromEntries(await statuses())).toEqual({ [current.id]: "previous", [next.id]: "current" });

    await unitOfWork.run(({ keys: changes }) => changes.setStatus(current.id, "retired"));
    const retired = (await keys.list("aws-oidc-es256")).find(({ id }) => id === current.id);
    expect(retired?.privateKeySealed).toHaveLength(0);
  });

  it("keeps everything when a step in the middle fails", async () => {
    const before = await statuses();
    const failing = opened().database.unitOfWork.run(async ({ keys: changes }) => {
      for (const key of await changes.lock("aws-oidc-es256")) {
        if (key.status === "current") await changes.setStatus(key.id, "previous");
      }
      throw new Error("the audit went away");
    });
    await expect(failing).rejects.toThrow();
    expect(await statuses()).toEqual(before);
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
