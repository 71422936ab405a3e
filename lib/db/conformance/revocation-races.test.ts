import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Principal } from "../../entitlements/model";
import type { ChangeStores } from "../../flows/ports";
import { Prisma } from "../generated/client";
import { appSessionStore } from "../stores/app-session-store";
import { onEveryDatabase } from "./on-every-database";
import { byChange, type Entitled, issue, neverIssuedAfter, signedIn, type TakeAway } from "./races";
import { identity, later, NOW, newConnection, newGrant, newTarget } from "./samples";

interface Granted extends Entitled {
  readonly accountId: string;
  readonly connectionSlug: string;
  readonly grantId: string;
  readonly principal: Principal;
}

onEveryDatabase("A08 what is taken away", (opened, kind) => {
  const database = () => opened().database;

  async function entitled(): Promise<Granted> {
    const group = randomUUID();
    const { id: targetId, accountId } = await newTarget(database());
    const principal = { group };
    const grant = await newGrant(database(), targetId, principal);
    const connection = await newConnection(database());
    const who = identity({ groups: [group, "everybody"], connection: connection.slug });
    return {
      ...(await signedIn(database(), connection.id, who)),
      reference: grant.id.slice(-10),
      targetId,
      accountId,
      connectionSlug: connection.slug,
      grantId: grant.id,
      principal,
      grantIds: [grant.id],
      seconds: 900,
      now: NOW,
    };
  }

  const lockDown = (scope: "everything" | "account" | "person", subjectId?: string) => ({
    id: randomUUID(),
    scope,
    ...(subjectId === undefined ? {} : { subjectId, subjectName: subjectId }),
    reason: "test",
    createdAt: NOW,
    createdBy: "grace",
  });

  const changing = (change: (stores: ChangeStores, held: Granted) => Promise<unknown>) =>
    byChange(database, change);
  const updating =
    (statement: (held: Granted) => Prisma.Sql): TakeAway<Granted> =>
    (held, between) =>
      opened().driver.sql.transaction(async (transaction) => {
        await transaction.rows(statement(held));
        await between();
      });

  const REVOCATIONS: readonly (readonly [string, TakeAway<Granted>])[] = [
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

  neverIssuedAfter(opened, kind, entitled, REVOCATIONS);

  it("by the clock is not issued: a session that is over, a grant before its time and after it", async () => {
    const held = await entitled();
    const { grantId, targetId, principal } = held;
    expect(await issue(database(), { ...held, now: later(3_599) })).toBe(true);
    expect(await issue(database(), { ...held, now: later(3_600) })).toBe(false);
    const limited = { targetId, principal, notBefore: later(60), expiresAt: later(120) };
    await database().unitOfWork.run(({ grants }) => grants.update(grantId, limited));
    const at = (seconds: number) => issue(database(), { ...held, now: later(seconds) });
    expect([await at(59), await at(60), await at(119), await at(120)]).toEqual([false, true, true, false]);
  });

  it("by a grant that became shorter is not issued for longer", async () => {
    const held = await entitled();
    const { grantId, targetId, principal } = held;
    const shorter = { targetId, principal, maxDurationSeconds: 900 };
    await database().unitOfWork.run(({ grants }) => grants.update(grantId, shorter));
    expect(await issue(database(), { ...held, seconds: 900 })).toBe(true);
    expect(await issue(database(), { ...held, seconds: 901 })).toBe(false);
  });

  it("by a lock-down of everything is not issued until it is lifted", async () => {
    const held = await entitled();
    const everything = lockDown("everything");
    await database().unitOfWork.run(({ lockDowns }) => lockDowns.create(everything));
    expect(await issue(database(), held)).toBe(false);
    const lifted = { at: NOW, by: "grace", reason: "over" };
    await database().unitOfWork.run(({ lockDowns }) => lockDowns.lift(everything.id, lifted));
    expect(await issue(database(), held)).toBe(true);
  });
});
