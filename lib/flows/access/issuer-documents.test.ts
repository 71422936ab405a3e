import { afterAll, beforeAll, expect, test } from "vitest";
import { adminUseCases } from "../admin/admin";
import { openWorld, type World } from "../fixtures/world";
import type { AccessUseCases } from "../use-cases";
import { accessUseCases } from "./access";

let world: World;
let access: AccessUseCases;
beforeAll(async () => {
  world = await openWorld();
  access = accessUseCases(world.context);
});
afterAll(() => world.close());

test("the issuer is our configured origin, whatever a request says (W14)", () => {
  expect(access.issuerDiscovery()).toMatchObject({
    issuer: world.context.settings.origin,
    jwks_uri: `${world.context.settings.origin}/.well-known/jwks.json`,
  });
});

test("the key set has current, next and previous keys of tokens, no retired one and none for SAML (I07)", async () => {
  const { keys: admin } = adminUseCases(world.context);
  const grace = await world.person({ groups: ["rolebridge-admins"] });
  const published = async () => (await access.issuerKeys()).keys.map(({ kid, alg }) => [kid, alg]);
  const [rs256, es256] = await published();
  expect([rs256?.[1], es256?.[1]]).toEqual(["RS256", "ES256"]);

  const next = await admin.makeNext(grace, { purpose: "aws-oidc-rs256" });
  expect(await published()).toEqual([rs256, [next.id, "RS256"], es256]);
  await admin.change(grace, next.id, { status: "current" });
  expect(await published()).toEqual([[next.id, "RS256"], rs256, es256]);
  await admin.change(grace, String(rs256?.[0]), { status: "retired" });
  expect(await published()).toEqual([[next.id, "RS256"], es256]);

  const saml = (await world.context.keyrings["aws-saml"].published()).map(({ id }) => id);
  expect((await published()).map(([kid]) => kid)).not.toEqual(expect.arrayContaining(saml));
});
