import { expect, it } from "vitest";
import type { Identity } from "../../identity/identity";
import type { Database } from "../open-database";
import { onEveryDatabase } from "./on-every-database";
import { account, identity, later, NOW, newConnection, newGrant, newTarget, target } from "./samples";

onEveryDatabase("entitlements", (opened) => {
  const database = () => opened().database;
  const grantIds = async (of: Identity, now = NOW) =>
    (await database().entitlements.matching(of, now)).map(({ grant }) => grant.id).sort();

  it("match a group byte for byte", async () => {
    const { id } = await newTarget(database());
    const exact = await newGrant(database(), id, { group: "Gruppe Ä" });
    await newGrant(database(), id, { group: "gruppe ä" });
    await newGrant(database(), id, { group: "Gruppe Ä " });
    await newGrant(database(), id, { user: "Gruppe Ä" });
    expect(await grantIds(identity({ groups: ["Gruppe Ä", "another"] }))).toEqual([exact.id]);
  });

  it("match a user and an attribute's value, and never confuse the kinds", async () => {
    const { id } = await newTarget(database());
    const user = await newGrant(database(), id, { user: "grace" });
    const attribute = await newGrant(database(), id, { attribute: "department", equals: "Logistics" });
    await newGrant(database(), id, { attribute: "Logistics", equals: "department" });
    await newGrant(database(), id, { group: "grace" });
    const grace = identity({
      username: "grace",
      groups: [],
      attributes: [
        { name: "department", values: ["Sales", "Logistics", "Logistics"] },
        { name: "__proto__", values: ["x"] },
        { name: "department", values: ["Logistics"] },
      ],
    });
    expect(await grantIds(grace)).toEqual([user.id, attribute.id].sort());
  });

  it("respect the connection of a grant", async () => {
    const { id } = await newTarget(database());
    const connection = await newConnection(database());
    const any = await newGrant(database(), id, { group: "night" });
    const one = await newGrant(database(), id, { group: "night" }, { connection: connection.slug });
    const through = (slug: string) => grantIds(identity({ connection: slug, groups: ["night"] }));
    expect(await through(connection.slug)).toEqual([any.id, one.id].sort());
    expect(await through("another")).toEqual([any.id]);
  });

  it("hold from the first instant of the window up to, and not at, its end", async () => {
    const { id } = await newTarget(database());
    const { id: grant } = await newGrant(
      database(),
      id,
      { group: "window" },
      {
        notBefore: later(10),
        expiresAt: later(20),
      },
    );
    const at = (seconds: number) => grantIds(identity({ groups: ["window"] }), later(seconds));
    expect(await at(9.999)).toEqual([]);
    expect(await at(10)).toEqual([grant]);
    expect(await at(19.999)).toEqual([grant]);
    expect(await at(20)).toEqual([]);
  });

  it("are gone with the grant, its target or its account", async () => {
    const ada = identity({ groups: ["gone"] });
    const one = await newTarget(database());
    const { id } = await newGrant(database(), one.id, { group: "gone" });
    await database().grants.delete(id);
    expect(await grantIds(ada)).toEqual([]);
    await newGrant(database(), one.id, { group: "gone" });
    await database().targets.delete(one.id);
    expect(await grantIds(ada)).toEqual([]);
    const two = await newTarget(database());
    await newGrant(database(), two.id, { group: "gone" });
    await database().accounts.delete(two.accountId);
    expect(await grantIds(ada)).toEqual([]);
  });

  it("can be asked for one target, or for one account and role, however typed", async () => {
    const made = await database().accounts.create(account({ alias: "meridian-prod" }));
    const [wanted, other] = await twoTargets(database(), made.accountId);
    for (const { id } of [wanted, other]) await newGrant(database(), id, { group: "only" });
    const ada = identity({ groups: ["only"] });
    const targets = async (only: Parameters<Database["entitlements"]["matching"]>[2]) =>
      (await database().entitlements.matching(ada, NOW, only)).map((match) => match.target.id);
    expect(await targets({ targetId: wanted.id })).toEqual([wanted.id]);
    expect(await targets({ account: made.accountId, role: "Operator" })).toEqual([wanted.id]);
    expect(await targets({ account: "Meridian-Prod", role: "operator" })).toEqual([wanted.id]);
    expect(await targets({ account: "meridian-%", role: "Operator" })).toEqual([]);
    expect(await targets({ targetId: "no-uuid" })).toEqual([]);
    expect(await targets({ account: "a\0", role: "Operator" })).toEqual([]);
  });

  it("carry grant, target and account whole", async () => {
    const made = await database().accounts.create(
      account({ alias: "whole", color: "red", labels: { team: "freight" } }),
    );
    const whole = await database().targets.create(
      target(made.accountId, {
        providerArn: `arn:aws:iam::${made.accountId}:saml-provider/Rolebridge`,
        sessionTags: [
          { key: "Team", value: "freight" },
          { key: "Department", attribute: "department" },
        ],
        transitiveTagKeys: ["Team"],
        sessionPolicy: '{"Version":"2012-10-17","Statement":[]}',
        policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        destination: "https://console.aws.amazon.com/ec2",
        description: "Everything set",
      }),
    );
    const grant = await newGrant(
      database(),
      whole.id,
      { group: "whole" },
      { notBefore: NOW, expiresAt: later(60), maxDurationSeconds: 900, note: "until the audit" },
    );
    expect(await database().entitlements.matching(identity({ groups: ["whole"] }), NOW)).toEqual([
      { grant, target: whole, account: made },
    ]);
  });

  it("are an empty list for somebody whose values no database can hold", async () => {
    const strange = identity({
      username: "\0",
      groups: ["\0", "a\uD800"],
      attributes: [{ name: "\0", values: ["\0"] }],
    });
    expect(await grantIds(strange)).toEqual([]);
    expect(await grantIds(identity({ groups: [], attributes: [] }))).toEqual([]);
  });
});

async function twoTargets(database: Database, accountId: string) {
  return [
    await database.targets.create(target(accountId, { name: "Operator" })),
    await database.targets.create(target(accountId, { name: "Viewer" })),
  ] as const;
}
