import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../secret/secret";
import { accessUseCases } from "./access/access";
import { NO_LIMITS } from "./fixtures/no-limits";
import { newEntitlement, openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "./fixtures/world";
import type { RateLimits } from "./issuance-ports";
import { limitedAddress } from "./rate-limits";
import { sessionUseCases } from "./sessions/sessions";
import { signInUseCases } from "./sign-in/sign-in";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const limitedTo = (limits: Partial<RateLimits>, settings: object = {}) => ({
  ...world.context,
  settings: { ...world.context.settings, ...settings, rateLimits: { ...NO_LIMITS, ...limits } },
});

let last = 0;
/** An address of a test's own, so that tests do not use up each other's buckets. */
function newOrigin() {
  last += 1;
  return { ...REQUEST_ORIGIN, remoteAddress: `198.51.100.${last}` };
}

async function codesOf(works: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
  const codes: string[] = [];
  for (const work of works) {
    codes.push(
      await work().then(
        () => "done",
        (error: { readonly code: string }) => error.code,
      ),
    );
  }
  return codes;
}

describe("W08 a limit", () => {
  test("of credentials goes by person, whatever they ask for, and counts refused tries as well", async () => {
    const group = randomUUID();
    const { target } = await newEntitlement(world, group);
    const [ada, bob] = [await world.person({ groups: [group] }), await world.person({ groups: [group] })];
    const access = accessUseCases(limitedTo({ credentials: 3 }));
    const entitlementId = target.id;
    expect(
      await codesOf([
        () => access.issueCredentials(ada, { entitlementId }),
        () => access.issueCredentials(ada, { entitlementId: randomUUID() }),
        () => access.openConsole(ada, { entitlementId }),
        () => access.issueCredentials(ada, { entitlementId }),
        () => access.issueCredentials(bob, { entitlementId }),
      ]),
    ).toEqual(["done", "issuance.not_entitled", "done", "request.too_many", "done"]);
  });

  test("says in whole seconds when to come back, in the sentence and for programs", async () => {
    const ada = await world.person();
    const access = accessUseCases(limitedTo({ credentials: 1 }));
    const ask = () => refusalOf(access.issueCredentials(ada, { entitlementId: "none" }));
    await ask();
    const { retryAfterSeconds, detail, status } = await ask();
    expect(status).toBe(429);
    expect(retryAfterSeconds).toBeGreaterThan(50);
    expect(detail).toBe(`Wait ${retryAfterSeconds} seconds and try again.`);
  });

  test("of sign-ins goes by address", async () => {
    const signIn = signInUseCases(limitedTo({ "sign-in": 2 }));
    const [one, other] = [newOrigin(), newOrigin()];
    const start = (origin: typeof one) => () =>
      signIn.startSaml({
        slug: SLUG,
        returnTo: "/",
        purpose: "session",
        browserBinding: new Secret("x".repeat(43)),
        actor: undefined,
        origin,
      });
    expect(await codesOf([start(one), start(one), start(one), start(other)])).toEqual([
      "done",
      "done",
      "request.too_many",
      "done",
    ]);
    const oidc = (origin: typeof one) => () => signIn.limitOidc("start", "any", origin);
    expect(await codesOf([oidc(one), oidc(newOrigin())])).toEqual(["request.too_many", "done"]);
  });

  test("of answers goes by address and by connection, before a signature is looked at and without an event", async () => {
    const post = (limits: Partial<RateLimits>, origin: typeof REQUEST_ORIGIN) => () =>
      signInUseCases(limitedTo(limits)).acceptSamlResponse({
        slug: SLUG,
        samlResponse: new Secret("AAAA"),
        relayState: undefined,
        origin,
      });
    const origin = newOrigin();
    const before = (await world.events()).length;
    expect(await codesOf([post({ assertions: 1 }, origin), post({ assertions: 1 }, origin)])).toEqual([
      "signin.response_refused",
      "request.too_many",
    ]);
    expect((await world.events()).length).toBe(before + 1);
    const many = Array.from({ length: 3 }, () => post({ connection: 2 }, newOrigin()));
    expect(await codesOf(many)).toEqual([
      "signin.response_refused",
      "signin.response_refused",
      "request.too_many",
    ]);
  });

  test("of wrong tokens goes by address, and then a right one is not told from a wrong one", async () => {
    const right = "correct-horse-battery-staple";
    const adminTokenSha256 = createHash("sha256").update(right).digest("hex");
    const sessions = sessionUseCases(limitedTo({ tokens: 2 }, { adminTokenSha256 }));
    const [attacker, other] = [newOrigin(), newOrigin()];
    const show = (token: string, origin: typeof attacker) => () =>
      sessions.actorOfToken(new Secret(token), origin);
    expect(
      await codesOf([
        show(right, attacker),
        show("wrong", attacker),
        show("wrong too", attacker),
        show("wrong again", attacker),
        show(right, attacker),
        show(right, other),
      ]),
    ).toEqual([
      "done",
      "access.token_invalid",
      "access.token_invalid",
      "request.too_many",
      "request.too_many",
      "done",
    ]);
  });

  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["unknown", "unknown"],
  ])("counts %s as %s", (remoteAddress, key) => {
    expect(limitedAddress({ ...REQUEST_ORIGIN, remoteAddress })).toBe(key);
  });
});
