import { randomUUID } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Held } from "../../flows/issuance-ports";
import type { ChangeStores } from "../../flows/ports";
import { Prisma } from "../generated/client";
import { onEveryDatabase } from "./on-every-database";
import { auditEvent, identity, later, NOW, newConnection, newGrant, newTarget } from "./samples";

const RACES = 200;
const ISSUERS = 4;

interface Provisioned extends Held {
  readonly reference: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly groupId: string;
}

onEveryDatabase("A08 what provisioning takes away", (opened, kind) => {
  const database = () => opened().database;

  /** Somebody signed in whose only group is a provisioned one. */
  async function provisioned(): Promise<Provisioned> {
    const group = randomUUID();
    const { id: targetId } = await newTarget(database());
    const grant = await newGrant(database(), targetId, { group });
    const connection = await newConnection(database());
    const policy = { enabled: true, groupsFrom: "provisioning", groupName: "displayName" } as const;
    await database().provisioning.setPolicy(connection.id, policy);
    const who = identity({ groups: [], connection: connection.slug });
    const [userId, groupId, appSessionId] = [randomUUID(), randomUUID(), randomUUID()];
    const draft = { userName: who.username, active: true, profile: {} };
    await database().provisionedUsers.create(connection.id, userId, draft, NOW);
    await database().provisionedGroups.create(connection.id, groupId, { displayName: group }, NOW);
    await database().provisionedGroups.changeMembers(connection.id, groupId, { kind: "add", ids: [userId] });
    const person = await database().people.upsert(connection.id, who, NOW, [randomUUID()]);
    await database().appSessions.create({
      id: appSessionId,
      personId: person.id,
      now: NOW,
      expiresAt: later(3_600),
      authentication: { at: NOW, methods: [] },
      remoteAddress: "192.0.2.7",
      userAgent: "test",
    });
    return {
      reference: grant.id.slice(-10),
      connectionId: connection.id,
      userId,
      groupId,
      personId: person.id,
      appSessionId,
      targetId,
      grantIds: [grant.id],
      seconds: 900,
      now: NOW,
    };
  }

  const issue = (held: Provisioned) =>
    database().gate.appendWhileHeld(auditEvent({ reference: held.reference }), held);

  type Change = (stores: ChangeStores, held: Provisioned) => Promise<unknown>;

  const CHANGES: readonly (readonly [string, Change])[] = [
    [
      "a group somebody is taken out of",
      ({ provisionedGroups }, { connectionId, groupId, userId }) =>
        provisionedGroups.changeMembers(connectionId, groupId, { kind: "remove", ids: [userId] }),
    ],
    [
      "a group that is renamed",
      ({ provisionedGroups }, { connectionId, groupId }) =>
        provisionedGroups.update(connectionId, groupId, { displayName: randomUUID() }, NOW),
    ],
    [
      "a group that is deleted",
      ({ provisionedGroups }, { connectionId, groupId }) => provisionedGroups.delete(connectionId, groupId),
    ],
    [
      "a deleted user",
      async ({ provisionedUsers }, { connectionId, userId }) => {
        await provisionedUsers.endAccess(connectionId, userId, NOW);
        await provisionedUsers.delete(connectionId, userId, NOW);
      },
    ],
    [
      "a disabled user",
      async ({ provisionedUsers }, { connectionId, userId }) => {
        const { userName } = (await provisionedUsers.lock(connectionId, userId)) ?? expect.fail();
        const disabled = { userName, active: false, profile: {} };
        await provisionedUsers.update(connectionId, userId, disabled, NOW);
        await provisionedUsers.endAccess(connectionId, userId, NOW);
      },
    ],
  ];

  it.each(CHANGES)("by %s is not issued afterwards", async (_, change) => {
    const held = await provisioned();
    expect(await issue(held)).toBe(true);
    await database().unitOfWork.run((stores) => change(stores, held));
    expect(await issue(held)).toBe(false);
  });

  async function issuedFor({ reference }: Provisioned): Promise<number> {
    const [row] = await opened().driver.sql.rows<{ readonly count: number }>(
      Prisma.sql`SELECT count(*)::int AS count FROM audit_event WHERE reference = ${reference}`,
    );
    return row?.count ?? 0;
  }

  /** As in the races of grants and sessions: whatever was in time is there before the change is committed. */
  async function race(change: Change): Promise<{ readonly before: number; readonly late: number }> {
    const held = await provisioned();
    let before = 0;
    const issuing = Array.from({ length: ISSUERS }, async (_, index) => {
      await after(index);
      return issue(held);
    });
    const changing = after(Math.random() * ISSUERS).then(() =>
      database().unitOfWork.run(async (stores) => {
        await change(stores, held);
        before = await issuedFor(held);
      }),
    );
    await Promise.all([...issuing, changing]);
    expect(await issue(held)).toBe(false);
    return { before, late: (await issuedFor(held)) - before };
  }

  // The embedded database has one connection: there is nothing at once.
  describe.skipIf(kind === "PGlite")("while it is issued", () => {
    it.each(CHANGES)(
      `by %s: of ${RACES} races none is issued after the commit`,
      async (name, change) => {
        let before = 0;
        for (let count = 0; count < RACES; count += 1) {
          const raced = await race(change);
          expect(raced.late, name).toBe(0);
          before += raced.before;
        }
        // Some were in time and some were not, or nothing raced.
        expect(before).toBeGreaterThan(0);
        expect(before).toBeLessThan(RACES * ISSUERS);
      },
      120_000,
    );
  });
});
