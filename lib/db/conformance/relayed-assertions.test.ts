import { randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Connection } from "../../flows/ports";
import type { RelayedResponse } from "../../flows/relay-ports";
import { Secret } from "../../secret/secret";
import { Prisma } from "../generated/client";
import { onEveryDatabase } from "./on-every-database";
import { identity, later, NOW, newConnection } from "./samples";

const ROLE = "arn:aws:iam::111122223333:role/One,arn:aws:iam::111122223333:saml-provider/Company";
const RECIPIENT = "https://signin.aws.amazon.com/saml/acs/SAMLSPEXAMPLE";
const CANARY = Buffer.from("<samlp:Response>canary</samlp:Response>").toString("base64");

onEveryDatabase("assertions for AWS", (opened) => {
  const store = () => opened().database.relayedAssertions;

  async function arrived(connection: Connection, change: Partial<RelayedResponse> = {}): Promise<string> {
    const id = randomUUID();
    const relayed: RelayedResponse = {
      id,
      response: new Secret(CANARY),
      assertionId: `_${id}`,
      roles: [ROLE],
      recipient: RECIPIENT,
      expiresAt: later(300),
      ...change,
    };
    const handleHash = new Uint8Array(randomBytes(32));
    const isAccepted = await opened().database.signIn.acceptAssertion({
      issuer: "https://idp.example",
      assertionId: relayed.assertionId,
      assertionIssuedAt: NOW,
      assertionExpiresAt: later(300),
      result: {
        handleHash,
        connectionId: connection.id,
        purpose: "session",
        identity: identity(),

        authentication: { methods: [] },
        returnTo: "/",
        relayedAssertionId: id,
        expiresAt: later(300),
      },
      relayed,
      now: NOW,
    });
    expect(isAccepted).toBe(true);
    const waiting = await opened().database.signIn.takeResult(handleHash, undefined, NOW);
    expect(waiting?.relayedAssertionId).toBe(id);
    return id;
  }

  async function person(connection: Connection): Promise<string> {
    const name = `p-${randomUUID()}`;
    return (await opened().database.people.upsert(connection.id, identity(), NOW, [name])).id;
  }

  it("belong to nobody until they are claimed, once, and then to that person only", async () => {
    const connection = await newConnection(opened().database);
    const [ada, otto] = [await person(connection), await person(connection)];
    const id = await arrived(connection);
    expect(await store().find(ada, connection.slug, { role: ROLE }, NOW)).toBeUndefined();
    const claims = await Promise.all([ada, otto].map((who) => store().claim(id, who, NOW)));
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    const [mine, theirs] = claims[0] === undefined ? [otto, ada] : [ada, otto];
    const found = await store().find(mine, connection.slug, { role: ROLE }, NOW);
    expect(found?.response.reveal()).toBe(CANARY);
    expect(found).toMatchObject({ id, assertionId: `_${id}`, roles: [ROLE], recipient: RECIPIENT });
    expect(found?.expiresAt).toEqual(later(300));
    expect(await store().find(theirs, connection.slug, { role: ROLE }, NOW)).toBeUndefined();
    expect(await store().list(theirs, connection.slug, NOW)).toEqual([]);
  });

  it("are found by connection and exact role, the one that lasts longest first, and not after their end", async () => {
    const [connection, other] = [
      await newConnection(opened().database),
      await newConnection(opened().database),
    ];
    const ada = await person(connection);
    const short = await arrived(connection, { expiresAt: later(100) });
    const long = await arrived(connection, { expiresAt: later(200) });
    for (const id of [short, long]) await store().claim(id, ada, NOW);
    const listed = await store().list(ada, connection.slug, NOW);
    expect(listed.map(({ id }) => id)).toEqual([long, short]);
    expect(JSON.stringify(listed)).not.toContain("response");
    expect((await store().list(ada, connection.slug, later(100))).map(({ id }) => id)).toEqual([long]);
    expect((await store().find(ada, connection.slug, { role: ROLE }, NOW))?.id).toBe(long);
    expect(await store().find(ada, other.slug, { role: ROLE }, NOW)).toBeUndefined();
    expect(await store().find(ada, connection.slug, { role: ROLE.toLowerCase() }, NOW)).toBeUndefined();
    expect(await store().find(ada, connection.slug, { role: ROLE }, later(200))).toBeUndefined();
    expect(
      await store().claim(await arrived(connection, { expiresAt: later(1) }), ada, later(1)),
    ).toBeUndefined();
  });

  it("are found by the address of AWS they are made out to, where only one will do", async () => {
    const connection = await newConnection(opened().database);
    const ada = await person(connection);
    const [own, plain] = [RECIPIENT, "https://signin.aws.amazon.com/saml"];
    const first = await arrived(connection, { expiresAt: later(100) });
    const last = await arrived(connection, { recipient: plain, expiresAt: later(200) });
    for (const id of [first, last]) await store().claim(id, ada, NOW);
    const found = async (recipient?: string) => {
      const opening = { role: ROLE, ...(recipient === undefined ? {} : { recipient }) };
      return (await store().find(ada, connection.slug, opening, NOW))?.id;
    };
    expect(await Promise.all([found(), found(plain), found(own)])).toEqual([last, last, first]);
    expect(await found(RECIPIENT.toLowerCase())).toBeUndefined();
  });

  it("lie sealed, each for its own row (K02), and are deleted at their end", async () => {
    const connection = await newConnection(opened().database);
    const ada = await person(connection);
    const [one, two] = [await arrived(connection, { roles: ["a,b"] }), await arrived(connection)];
    for (const id of [one, two]) await store().claim(id, ada, NOW);
    const { sql } = opened().driver;
    const rows = await sql.rows<{ response_sealed: Uint8Array }>(
      Prisma.sql`SELECT response_sealed FROM relayed_assertion WHERE id = ${two}::uuid`,
    );
    expect(Buffer.from(rows[0]?.response_sealed ?? []).includes(Buffer.from(CANARY))).toBe(false);
    await sql.rows(Prisma.sql`
      UPDATE relayed_assertion SET response_sealed =
        (SELECT response_sealed FROM relayed_assertion WHERE id = ${one}::uuid) WHERE id = ${two}::uuid`);
    await expect(store().find(ada, connection.slug, { role: ROLE }, NOW)).rejects.toMatchObject({
      code: "keys.cannot_open",
    });
    await opened().database.upkeep.deleteExpiredRelayed(later(299));
    expect(await store().list(ada, connection.slug, NOW)).toHaveLength(2);
    await opened().database.upkeep.deleteExpiredRelayed(later(300));
    expect(await store().list(ada, connection.slug, NOW)).toEqual([]);
  });

  it("are not kept when the assertion was used before", async () => {
    const connection = await newConnection(opened().database);
    const ada = await person(connection);
    const id = await arrived(connection);
    await expect(arrived(connection, { assertionId: `_${id}` })).rejects.toThrow();
    await store().claim(id, ada, NOW);
    const rows = await opened().driver.sql.rows(
      Prisma.sql`SELECT id FROM relayed_assertion WHERE connection_id = ${connection.id}::uuid`,
    );
    expect(rows).toHaveLength(1);
  });
});
