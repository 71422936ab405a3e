import type { SharedFault } from "../fault";
import { exactly, type Figure, holds } from "../figures";
import { askCredentials, entitlementId, issuedKey } from "../people/credentials";
import { signIn } from "../people/sign-in";
import { persona } from "../people/staff";
import { setClock, shiftableClock, withFreshInstance } from "../world/fresh-instance";
import type { Instance } from "../world/instance";
import { until } from "../world/until";
import type { World } from "../world/world";

const MINUTE = 60_000;

/** An instance's clock is off; then it jumps back an hour. */
export const clockSkew: SharedFault = {
  id: "R10",
  title: "an instance's clock is off by two and six minutes, and jumps back an hour",
  world: "shared",
  async run(world) {
    return withFreshInstance(world, (instance) => skewed(world, instance), shiftableClock());
  },
};

async function skewed(world: World, instance: Instance): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const set = (clockAheadMs: number) => setClock(instance, clockAheadMs);
  for (const minutes of [1.9, -1.9]) {
    await set(minutes * MINUTE);
    const browser = world.browser(instance.port);
    const entered = await signIn(browser, world.idp, persona("ada"));
    const words = `${Math.abs(minutes)} minutes ${minutes > 0 ? "ahead" : "behind"}`;
    figures.push(holds(`${words}: somebody signs in`, entered.isSignedIn));
    const answer = await askCredentials(browser, await entitlementId(browser, "ReadOnly"));
    // AWS knows no tolerance for what is signed in its future; then the refusal must say that it is the clock.
    const isSaid = /clock/i.test(answer.body);
    figures.push(
      holds(
        `${words}: AWS gives a session, or the refusal names the clock`,
        issuedKey(answer) !== undefined || isSaid,
      ),
    );
  }
  for (const minutes of [6, -6]) {
    await set(minutes * MINUTE);
    await until(async () => (await instance.status("/readyz")) === 503, 5_000, "a no from /readyz");
    const words = `${Math.abs(minutes)} minutes ${minutes > 0 ? "ahead" : "behind"}`;
    const lifetimeMs = 3 * MINUTE;
    const { isSignedIn } = await signIn(world.browser(instance.port), world.idp, persona("ada"), {
      lifetimeMs,
    });
    figures.push(holds(`${words}: nobody signs in`, !isSignedIn));
    const [refused] = await world.database.rows<{ reason: string }>(
      "SELECT detail->>'reason' AS reason FROM audit_event WHERE action = 'login.refused' ORDER BY seq DESC LIMIT 1",
    );
    const named = minutes > 0 ? /expired/ : /not_yet|not_before|future/;
    figures.push(holds(`${words}: refused as ${refused?.reason}`, named.test(refused?.reason ?? "")));
  }
  await set(0);
  await until(async () => (await instance.status("/readyz")) === 200, 5_000, "a yes from /readyz");
  const browser = world.browser(instance.port);
  await signIn(browser, world.idp, persona("ada"));
  await set(-60 * MINUTE);
  const after = await browser.get("/api/v1/session", "same-origin");
  await set(0);
  const again = await browser.get("/api/v1/session", "same-origin");
  figures.push(
    exactly("a session after the clock went back an hour", after.status, 200),
    exactly("and when it is right again", again.status, 200),
  );
  return figures;
}
