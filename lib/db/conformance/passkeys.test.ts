import { randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Passkey } from "../../flows/passkey-ports";
import { onEveryDatabase } from "./on-every-database";
import { identity, later, NOW, newConnection } from "./samples";

function passkey(change: Partial<Passkey> = {}): Passkey {
  return {
    id: randomUUID(),
    credentialId: randomBytes(32).toString("base64url"),
    publicKey: new Uint8Array(randomBytes(77)),
    signCount: 7,
    transports: ["usb", "nfc"],
    backedUp: false,
    name: "Blue key",
    createdAt: NOW,
    ...change,
  };
}

onEveryDatabase("passkeys", (opened) => {
  const database = () => opened().database;
  const add = (personId: string, one: Passkey) =>
    database().unitOfWork.run(({ passkeys }) => passkeys.add(personId, one));

  async function somebody() {
    const connection = await newConnection(database());
    const person = await database().people.upsert(connection.id, identity(), NOW, [`s-${randomUUID()}`]);
    const session = { now: NOW, expiresAt: later(3_600), remoteAddress: "", userAgent: "" };
    const appSessionId = randomUUID();
    await database().appSessions.create({
      ...session,
      id: appSessionId,
      personId: person.id,
      authentication: { methods: [] },
    });
    return { personId: person.id, appSessionId };
  }
  const usedAt = async (appSessionId: string) =>
    (await database().appSessions.find(appSessionId, NOW, 600))?.passkeyAt;
  const use = (
    { personId, appSessionId }: { readonly personId: string; readonly appSessionId: string },
    { id, signCount }: Passkey,
    change: object = {},
  ) =>
    database().passkeys.used({
      id,
      personId,
      appSessionId,
      signCountBefore: signCount,
      signCount: signCount + 1,
      backedUp: false,
      now: NOW,
      ...change,
    });

  it("are kept whole, and are their person's", async () => {
    const [ada, otto] = [await somebody(), await somebody()];
    const one = passkey({ signCount: 4_294_967_295 });
    expect(await add(ada.personId, one)).toBe("added");
    expect(await database().passkeys.ofPerson(ada.personId)).toEqual([one]);
    expect(await database().passkeys.ofPerson(otto.personId)).toEqual([]);
    expect(await database().passkeys.ofPerson("not a uuid")).toEqual([]);
  });

  it("are refused when anybody has the credential, and when a person has ten, though they come at once", async () => {
    const [ada, otto] = [await somebody(), await somebody()];
    const one = passkey();
    await add(ada.personId, one);
    expect(await add(otto.personId, passkey({ credentialId: one.credentialId }))).toBe("known");
    for (let made = 1; made < 9; made += 1) await add(ada.personId, passkey());
    const last = await Promise.all([add(ada.personId, passkey()), add(ada.personId, passkey())]);
    expect(last.sort()).toEqual(["added", "full"]);
    expect(await database().passkeys.ofPerson(ada.personId)).toHaveLength(10);
  });

  it("give a challenge to one of twenty who ask at once, and to nobody when it is over or another's", async () => {
    const [ada, otto] = [await somebody(), await somebody()];
    const challenge = new Uint8Array(randomBytes(32));
    const asked = { ceremony: "assertion", challenge, expiresAt: later(300) } as const;
    const take = (appSessionId: string, now = NOW) =>
      database().passkeys.takeChallenge(appSessionId, "assertion", now);
    await database().passkeys.keepChallenge({ ...asked, appSessionId: ada.appSessionId });
    expect(await take(otto.appSessionId)).toBeUndefined();
    expect(await database().passkeys.takeChallenge(ada.appSessionId, "registration", NOW)).toBeUndefined();
    const taken = await Promise.all(Array.from({ length: 20 }, () => take(ada.appSessionId)));
    expect(taken.filter((one) => one !== undefined).map((one) => new Uint8Array(one))).toEqual([challenge]);
    await database().passkeys.keepChallenge({ ...asked, appSessionId: ada.appSessionId });
    expect(await take(ada.appSessionId, later(300))).toBeUndefined();
  });

  it("are used from where the counter was read: of twenty at once, one", async () => {
    const ada = await somebody();
    const one = passkey();
    await add(ada.personId, one);
    const uses = await Promise.all(Array.from({ length: 20 }, () => use(ada, one)));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await usedAt(ada.appSessionId)).toEqual(NOW);
    expect(await database().passkeys.ofPerson(ada.personId)).toMatchObject([
      { signCount: 8, lastUsedAt: NOW },
    ]);
  });

  it("count in no session of somebody else, and in none that has ended", async () => {
    const [ada, otto] = [await somebody(), await somebody()];
    const one = passkey();
    await add(ada.personId, one);
    expect(await use({ ...ada, appSessionId: otto.appSessionId }, one)).toBe(false);
    expect(await use({ ...ada, personId: otto.personId }, one)).toBe(false);
    await database().appSessions.revoke(ada.appSessionId, NOW);
    expect(await use(ada, one)).toBe(false);
    expect(await usedAt(otto.appSessionId)).toBeUndefined();
    expect(await database().passkeys.ofPerson(ada.personId)).toEqual([one]);
  });

  it("take the word of every session with them when one is removed, and are removed by their person only", async () => {
    const [ada, otto] = [await somebody(), await somebody()];
    const one = passkey();
    await add(ada.personId, one);
    await use(ada, one);
    const remove = (personId: string) =>
      database().unitOfWork.run(({ passkeys }) => passkeys.remove(personId, one.id));
    expect(await remove(otto.personId)).toEqual([]);
    expect(await usedAt(ada.appSessionId)).toEqual(NOW);
    expect(await remove(ada.personId)).toEqual([{ id: one.id, name: one.name }]);
    expect(await usedAt(ada.appSessionId)).toBeUndefined();
  });
});
