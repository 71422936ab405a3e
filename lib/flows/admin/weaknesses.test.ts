import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, refusalOf, SLUG, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("what weakens Rolebridge is one list of settings and connections, each with its way out", async () => {
  const weakens = { because: "It is weak.", mend: "Make it strong." };
  const strong = { name: "STRONG", value: "1", isDefault: true, weakens: undefined };
  const weak = { name: "WEAK", value: "1", isDefault: false, weakens };
  const admin = adminUseCases({ ...world.context, settingsInForce: [strong, weak] });
  const auditor = await world.person({ groups: ["rolebridge-auditors"] });
  expect(await admin.weaknesses(auditor)).toEqual([{ what: "WEAK", ...weakens }]);

  const { connection } = world;
  if (connection.kind !== "saml") throw new Error("the world's connection speaks SAML");
  const { id, ...draft } = connection;
  await world.database.connections.update(id, { ...draft, allowIdpInitiated: true });
  expect(await admin.weaknesses(auditor)).toMatchObject([
    { what: "WEAK" },
    {
      what: "Acme",
      link: `/admin/connections/${SLUG}`,
      because: expect.stringContaining("nobody asked for"),
    },
  ]);
  await world.database.connections.update(id, { ...draft, allowIdpInitiated: true, enabled: false });
  expect(await admin.weaknesses(auditor)).toHaveLength(1);

  const engineer = await world.person();
  expect((await refusalOf(admin.weaknesses(engineer))).code).toBe("access.not_administrator");
});
