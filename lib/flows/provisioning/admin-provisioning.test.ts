import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "../fixtures/world";
import { adminProvisioning } from "./admin-provisioning";
import { clientOf } from "./scim-client";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => world.close());

test("a token is made for one connection, lets in while provisioning is on, and is kept as a hash", async () => {
  const provisioning = adminProvisioning(world.context);
  const { id, token } = await provisioning.makeToken(world.token(), SLUG, { name: "Okta" });
  expect(token.reveal()).toMatch(/^rbscim_[\w-]{43}$/);
  const enter = () => clientOf(world.context)(SLUG, token, REQUEST_ORIGIN);
  expect((await refusalOf(enter())).code).toBe("scim.off");
  await provisioning.update(world.token(), SLUG, { enabled: true });
  expect(await enter()).toMatchObject({ slug: SLUG, token: { id, name: "Okta" } });
  expect(JSON.stringify([await provisioning.get(world.token(), SLUG), await world.events()])).not.toContain(
    token.reveal(),
  );
  await provisioning.revokeToken(world.token(), SLUG, id);
  expect((await refusalOf(enter())).code).toBe("scim.token_invalid");
  const actions = (await world.events()).map(({ action }) => action).slice(0, 3);
  expect(actions).toEqual([
    "provisioning_token.revoked",
    "provisioning.updated",
    "provisioning_token.created",
  ]);
});

test("a sixth token is refused, and what no administrator asks for as well", async () => {
  const provisioning = adminProvisioning(world.context);
  const make = () => provisioning.makeToken(world.token(), SLUG, { name: "one more" });
  for (let made = 0; made < 5; made += 1) await make();
  expect(await refusalOf(make())).toMatchObject({ code: "request.invalid", fields: [{ field: "name" }] });
  const auditor = await world.person({ groups: ["rolebridge-auditors"] });
  expect((await provisioning.get(auditor, SLUG)).tokens).toHaveLength(5);
  for (const work of [
    provisioning.update(auditor, SLUG, { enabled: false }),
    provisioning.makeToken(auditor, SLUG, { name: "x" }),
    provisioning.revokeToken(auditor, SLUG, "x"),
    provisioning.get(await world.person(), SLUG),
  ]) {
    expect((await refusalOf(work)).code).toBe("access.not_administrator");
  }
});

test("W23 an administrator cannot take their own role by where groups come from", async () => {
  const provisioning = adminProvisioning(world.context);
  const admin = await world.person({ groups: ["rolebridge-admins"] });
  const refusal = await refusalOf(
    provisioning.update(admin, SLUG, { enabled: true, groupsFrom: "provisioning" }),
  );
  expect(refusal.code).toBe("admin.would_lock_out");
  expect((await provisioning.get(admin, SLUG)).groupsFrom).toBe("sign-in");
  expect(await provisioning.update(admin, SLUG, { enabled: true })).toMatchObject({ enabled: true });
});

test("W12 fields that are not there are refused by name", async () => {
  const provisioning = adminProvisioning(world.context);
  const refusal = await refusalOf(provisioning.update(world.token(), SLUG, { enabled: true, tokens: [] }));
  expect(refusal).toMatchObject({ code: "request.invalid", fields: [{ field: "tokens" }] });
});
