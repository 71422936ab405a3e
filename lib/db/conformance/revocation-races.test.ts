import { randomUUID } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Held } from "../../flows/issuance-ports";
import type { ChangeStores } from "../../flows/ports";
import { Prisma } from "../generated/client";
import { appSessionStore } from "../stores/app-session-store";
import { onEveryDatabase } from "./on-every-database";
import { auditEvent, identity, later, NOW, newConnection, newGrant, newTarget } from "./samples";

const RACES = 200;
const ISSUERS = 4;

interface Entitled extends Held {
  readonly accountId: string;
  readonly connectionSlug: string;
  readonly grantId: string;
}

onEveryDatabase("A08 what is taken away", (opened, kind) => {
  const database = () => opened().database;

  async function entitled(): Promise<Entitled> {
    const group = randomUUID();
    const { id: targetId, accountId } = await newTarget(database());
    const grant = await newGrant(database(), targetId, { group });
    const connection = await newConnection(database());
    const who = identity({ groups: [group, "everybody"], connection: connection.slug });
    const person = await database().people.upsert(connection.id, who, NOW, [randomUUID()]);
    const session = { id: randomUUID(), personId: person.id, now: NOW, expiresAt: later(3_600) };
    const authentication = { at: NOW, methods: [] };
    await database().appSessions.create({
      ...session,
      authentication,
      remoteAddress: "192.0.2.7",
      userAgent: "test",
    });
    return {
      personId: person.id,
      appSessionId: session.id,
      targetId,
      accountId,
      connectionSlug: connection.slug,
      grantId: grant.id,
      grantIds: [grant.id],
      seconds: 900,
      now: NOW,
    };
  }

  const issue = (held: Entitled) =>
    database().gate.appendWhileHeld(auditEvent({ reference: held.grantId.slice(-10) }), held);

  const lockDown = (scope: "everything" | "account" | "person", subjectId?: string) => ({
    id: randomUUID(),
    scope,
    ...(subjectId === undefined ? {} : { subjectId, subjectName: subjectId }),
    reason: "test",
    createdAt: NOW,
    createdBy: "grace",
  });

  /** Each takes it away in a transaction, and `between` runs when that is done and not yet committed. */
  type Revocation = (held: Entitled, between: () => Promise<void>) => Promise<void>;
  const changing =
    (work: (stores: ChangeStores, held: Entitled) => Promise<unknown>): Revocation =>
    (held, between) =>
      database().unitOfWork.run(async (stores) => {
        await work(stores, held);
        await between();
      });
  const updating =
    (statement: (held: Entitled) => Prisma.Sql): Revocation =>
    (held, between) =>
      opened().driver.sql.transaction(async (transaction) => {
        await transaction.rows(statement(held));
        await between();
      });

  const REVOCATIONS: readonly (readonly [string, Revocation])[] = [
    ["a removed grant", changing((stores, { grantId }) => stores.grants.delete(grantId))],
    [
      "a grant given to another group",
      changing((stores, { grantId, targetId }) =>
        stores.grants.update(grantId, { targetId, principal: { group: "others" } }),
      ),
    ],
    [
      "an ended session",
      (held, between) =>
        opened().driver.sql.transaction(async (transaction) => {
          await appSessionStore(transaction).revoke(held.appSessionId, NOW);
          await between();
        }),
    ],
    [
      "a group somebody is no longer in",
      updating(
        ({ personId }) => Prisma.sql`UPDATE person SET groups = '{everybody}' WHERE id = ${personId}::uuid`,
      ),
    ],
    [
      "a disabled connection",
      updating(
        ({ connectionSlug }) =>
          Prisma.sql`UPDATE connection SET enabled = false WHERE slug = ${connectionSlug}`,
      ),
    ],
    [
      "a locked-down person",
      changing((stores, { personId }) => stores.lockDowns.create(lockDown("person", personId))),
    ],
    [
      "a locked-down account",
      changing((stores, { accountId }) => stores.lockDowns.create(lockDown("account", accountId))),
    ],
  ];

  it.each(REVOCATIONS)("by %s is not issued afterwards", async (_, revoke) => {
    const held = await entitled();
    expect(await issue(held)).toBe(true);
    await revoke(held, async () => undefined);
    expect(await issue(held)).toBe(false);
  });

  it("by a lock-down of everything is not issued until it is lifted", async () => {
    const held = await entitled();
    const everything = lockDown("everything");
    await database().unitOfWork.run(({ lockDowns }) => lockDowns.create(everything));
    expect(await issue(held)).toBe(false);
    const lifted = { at: NOW, by: "grace", reason: "over" };
    await database().unitOfWork.run(({ lockDowns }) => lockDowns.lift(everything.id, lifted));
    expect(await issue(held)).toBe(true);
  });

  async function issuedFor({ grantId }: Entitled): Promise<number> {
    const [row] = await opened().driver.sql.rows<{ readonly count: number }>(
      Prisma.sql`SELECT count(*)::int AS count FROM audit_event WHERE reference = ${grantId.slice(-10)}`,
    );
    return row?.count ?? 0;
  }

  /**
   * Issues at several instances while it is taken away. Whatever was issued when it was taken is there before that
   * is committed; more of it afterwards came too late.
   */
  async function race(revoke: Revocation): Promise<{ readonly before: number; readonly late: number }> {
    const held = await entitled();
    let before = 0;
    const issuing = Array.from({ length: ISSUERS }, async (_, index) => {
      await after(index);
      return issue(held);
    });
    const revoking = after(Math.random() * ISSUERS).then(() =>
      revoke(held, async () => {
        before = await issuedFor(held);
      }),
    );
    await Promise.all([...issuing, revoking]);
    expect(await issue(held)).toBe(false);
    return { before, late: (await issuedFor(held)) - before };
  }

  // The embedded database has one connection: there is nothing at once, and a second one would wait for ever.
  describe.skipIf(kind === "PGlite")("while it is issued", () => {
    it.each(REVOCATIONS)(
      `by %s: of ${RACES} races none is issued after the commit`,
      async (name, revoke) => {
        let before = 0;
        for (let count = 0; count < RACES; count += 1) {
          const raced = await race(revoke);
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
