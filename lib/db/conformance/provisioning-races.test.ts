import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { ChangeStores } from "../../flows/ports";
import { onEveryDatabase } from "./on-every-database";
import { byChange, type Entitled, issue, neverIssuedAfter, signedIn } from "./races";
import { identity, NOW, newConnection, newGrant, newTarget } from "./samples";

interface Provisioned extends Entitled {
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
    const [userId, groupId] = [randomUUID(), randomUUID()];
    const draft = { userName: who.username, active: true, profile: {} };
    await database().provisionedUsers.create(connection.id, userId, draft, NOW);
    await database().provisionedGroups.create(connection.id, groupId, { displayName: group }, NOW);
    await database().provisionedGroups.changeMembers(connection.id, groupId, { kind: "add", ids: [userId] });
    return {
      ...(await signedIn(database(), connection.id, who)),
      reference: grant.id.slice(-10),
      connectionId: connection.id,
      userId,
      groupId,
      targetId,
      grantIds: [grant.id],
      seconds: 900,
      now: NOW,
    };
  }

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

  neverIssuedAfter(
    opened,
    kind,
    provisioned,
    CHANGES.map(([name, change]) => [name, byChange(database, change)] as const),
  );

  it("by a disabled user is not issued, also where a session of theirs was not ended", async () => {
    const { connectionId, userId, ...held } = await provisioned();
    const { userName } = (await database().provisionedUsers.byId(connectionId, userId)) ?? expect.fail();
    // By their name and not by a group, which goes with the user.
    const grant = await newGrant(database(), held.targetId, { user: userName });
    const byName = { ...held, grantIds: [grant.id] };
    expect(await issue(database(), byName)).toBe(true);
    const disabled = { userName, active: false, profile: {} };
    await database().provisionedUsers.update(connectionId, userId, disabled, NOW);
    expect(await issue(database(), byName)).toBe(false);
  });
});
