import { randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { onEveryDatabase } from "../db/conformance/on-every-database";
import { later, NOW, samlConnection } from "../db/conformance/samples";
import { Prisma } from "../db/generated/client";
import { ENDED_BY_RESTORE } from "../db/stores/restoration-store";
import { endWhatWasRestored } from "./restoration";

/** What a backup may bring back: an administrator looks through it before anything is issued again. */
const KEPT = [
  "_prisma_migrations",
  "access_key",
  "account",
  "audit_event",
  "audit_link",
  "connection",
  "database_home",
  "grant",
  "issuance_gate",
  "lock_down",
  "passkey",
  "person",
  "provisioned_group",
  "provisioned_member",
  "provisioned_user",
  "rate_limit",
  "restoration",
  "sealing_key",
  "signing_key",
  "target",
  // Assertions seen: more of them refuse more.
  "used_assertion",
];

onEveryDatabase("a backup that was put in place", (opened) => {
  const context = () => ({
    ...opened().database,
    clock: { now: () => NOW },
    random: { uuid: () => randomUUID(), bytes: (size: number) => randomBytes(size) },
  });
  const sql = () => opened().driver.sql;
  const assertion = (id: string, connectionId: string, issuedAt: Date) =>
    opened().database.signIn.acceptAssertion({
      issuer: "https://idp.example",
      assertionId: id,
      assertionIssuedAt: issuedAt,
      assertionExpiresAt: later(900),
      now: later(600),
      result: {
        handleHash: randomBytes(32),
        connectionId,
        purpose: "session",
        identity: {
          connection: "x",
          subject: "s",
          username: "u",
          displayName: "u",
          groups: [],
          groupsClaim: "present",
          attributes: [],
        },
        authentication: { at: NOW, methods: [] },
        returnTo: "/",
        expiresAt: later(900),
      } as unknown as Parameters<
        ReturnType<typeof opened>["database"]["signIn"]["acceptAssertion"]
      >[0]["result"],
    });

  it("K07 is noticed once where the database lies elsewhere, and not where it is at home", async () => {
    expect(await endWhatWasRestored(context(), "noticed")).toBeUndefined();
    expect(await endWhatWasRestored(context(), "noticed")).toBeUndefined();
    await sql().rows(Prisma.sql`UPDATE database_home SET home = 'another server'`);
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => endWhatWasRestored(context(), "noticed").catch(() => "late")),
    );
    expect(outcomes.filter((outcome) => typeof outcome === "object")).toHaveLength(1);
    expect(await opened().database.lockDowns.inForce()).toMatchObject([{ scope: "everything" }]);
    const [event] = (await opened().database.audit.list({ limit: 1 })).items;
    expect(event).toMatchObject({ action: "backup.restored", actor: { kind: "system" } });
  });

  it("K07 ends what opens something, keeps one lock-down, and takes no assertion from before", async () => {
    const { connections, signIn } = opened().database;
    const { id: connectionId } = await connections.create(samlConnection(`saml-${randomUUID()}`));
    await signIn.createRequest({
      id: "_request",
      connectionId,
      purpose: "session",
      browserBindingHash: randomBytes(32),
      returnTo: "/",
      createdAt: NOW,
      expiresAt: later(600),
    });
    expect(await endWhatWasRestored(context(), "told")).toMatchObject({ sign_in_request: 1 });
    expect(await signIn.findRequest("_request")).toBeUndefined();
    expect(await opened().database.lockDowns.inForce()).toHaveLength(1);
    // Used before the backup, or after it: nobody knows.
    expect(await assertion("_before", connectionId, later(-10))).toBe(false);
    expect(await assertion("_after", connectionId, later(300))).toBe(true);
    expect(await assertion("_after", connectionId, later(300))).toBe(false);
  });

  it("K07 decides for every table whether a backup brings it back", async () => {
    const tables = await sql().rows<{ name: string }>(Prisma.sql`
      SELECT table_name::text AS name FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`);
    expect(tables.map(({ name }) => name)).toEqual([...KEPT, ...ENDED_BY_RESTORE].sort());
  });
});
