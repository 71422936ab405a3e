import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "../../errors/app-error";
import { GENUINE, sign } from "../../saml/fixtures/message";
import { Secret } from "../../secret/secret";
import { NO_LIMITS } from "../fixtures/no-limits";
import { openWorld, REQUEST_ORIGIN, refusalOf, SLUG, type World } from "../fixtures/world";
import { RefusedSenders } from "./refused-senders";
import { signInUseCases } from "./sign-in";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const limited = (refused: number | undefined) => ({
  ...world.context,
  settings: { ...world.context.settings, rateLimits: { ...NO_LIMITS, refused } },
});

let last = 0;
/** An address of a test's own: the buckets are the database's. */
function newSender() {
  last += 1;
  return { ...REQUEST_ORIGIN, remoteAddress: `192.0.2.${last}` };
}

const strangers = new Secret(Buffer.from(sign(GENUINE, "Assertion", { key: "attacker" })).toString("base64"));

test("what an identity provider signed and we refuse is not held against whoever brings it", async () => {
  const signIn = signInUseCases(limited(1));
  const sender = newSender();
  const unasked = new Secret(Buffer.from(sign(GENUINE, "Assertion")).toString("base64"));
  for (let message = 0; message < 3; message += 1) {
    const { code } = await refusalOf(
      signIn.acceptSamlResponse({ slug: SLUG, samlResponse: unasked, relayState: undefined, origin: sender }),
    );
    expect(code).toBe("signin.request_unknown");
  }
  await signIn.listenTo(sender);
});

describe("S63 W08 an address whose messages nobody trusted signed", () => {
  test("is shut out after too many, before anything more of it is read, and let in again", async () => {
    const signIn = signInUseCases(limited(2));
    const sender = newSender();
    const post = () =>
      refusalOf(
        signIn.acceptSamlResponse({
          slug: SLUG,
          samlResponse: strangers,
          relayState: undefined,
          origin: sender,
        }),
      );
    await signIn.listenTo(sender);
    for (let message = 0; message < 3; message += 1) expect((await post()).reason).toBe("signature_invalid");
    const shut = await signIn.listenTo(sender).then(
      () => undefined,
      (error: AppError) => error,
    );
    expect(shut?.code).toBe("request.too_many");
    expect(shut?.retryAfterSeconds).toBeGreaterThan(20);
    await signIn.listenTo(newSender());
    world.advance(60);
    await signIn.listenTo(sender);
  });

  test("learns so after a pause, and several at once pause together", async () => {
    const senders = new RefusedSenders(limited(1), 300);
    const sender = newSender();
    await senders.remember(sender);
    await senders.remember(sender);
    const begun = performance.now();
    const told = await Promise.all([1, 2, 3, 4].map(() => refusalOf(senders.listenTo(sender))));
    expect(told.map(({ code }) => code)).toEqual(Array(4).fill("request.too_many"));
    expect(performance.now() - begun).toBeGreaterThan(290);
  });

  test("is doubted at once and for five minutes, and the rest of an IPv6 network with it", async () => {
    const senders = new RefusedSenders(limited(undefined));
    const sender = { ...REQUEST_ORIGIN, remoteAddress: "2001:db8:1:2::1" };
    expect(senders.isDoubted(sender)).toBe(false);
    await senders.remember(sender);
    expect(senders.isDoubted({ ...sender, remoteAddress: "2001:db8:1:2:ffff::2" })).toBe(true);
    expect(senders.isDoubted({ ...sender, remoteAddress: "2001:db8:1:3::1" })).toBe(false);
    world.advance(301);
    expect(senders.isDoubted(sender)).toBe(false);
  });

  test("is forgotten when too many came after it: a flood from everywhere uses up no memory", async () => {
    const senders = new RefusedSenders(limited(undefined));
    const first = newSender();
    await senders.remember(first);
    const flood = Array.from({ length: 10_000 }, (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
    for (const remoteAddress of flood) await senders.remember({ ...REQUEST_ORIGIN, remoteAddress });
    expect(senders.isDoubted(first)).toBe(false);
    expect(senders.isDoubted({ ...REQUEST_ORIGIN, remoteAddress: "10.0.0.0" })).toBe(true);
  });
});
