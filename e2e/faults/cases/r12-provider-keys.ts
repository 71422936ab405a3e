import { setTimeout as wait } from "node:timers/promises";
import type { RunMode, SharedFault } from "../fault";
import { atMost, exactly, type Figure } from "../figures";
import { CompanyOidc } from "../people/company-oidc";
import { engineer } from "../people/staff";
import { steadily } from "../people/traffic";
import { setClock, shiftableClock, withFreshInstance } from "../world/fresh-instance";
import type { Instance } from "../world/instance";
import type { World } from "../world/world";

const MINUTE = 60_000;
/** Longer than keys are known before they are read again. */
const AFTER_MINUTES = 6;
const HOUR = 60;

/** An OpenID provider signs with a new key; then nobody answers at the address of its keys. */
export const providerKeys: SharedFault = {
  id: "R12",
  title: "an OpenID provider's keys are changed under load, and then cannot be read",
  world: "shared",
  async run(world, mode) {
    const provider = await CompanyOidc.connect(world, "faults-keys");
    const work = async (instance: Instance) => {
      const at = new Instant(world, provider, instance);
      return [...(await changed(at, mode)), ...(await unread(at, mode))];
    };
    try {
      return await withFreshInstance(world, work, shiftableClock());
    } finally {
      await provider.close();
    }
  },
};

/** An instance and a provider that live in the same time, which the run moves on. */
class Instant {
  #ahead = 0;

  constructor(
    private readonly world: World,
    readonly provider: CompanyOidc,
    private readonly instance: Instance,
  ) {}

  async later(milliseconds: number): Promise<void> {
    this.#ahead += milliseconds;
    await setClock(this.instance, this.#ahead);
    this.provider.clockAheadMs = this.#ahead;
  }

  async signIn(number: number): Promise<{ readonly isSignedIn: boolean; readonly milliseconds: number }> {
    const begin = performance.now();
    const { status } = await this.provider.signIn(
      this.world.browser(this.instance.port),
      engineer(number, []),
    );
    return { isSignedIn: status === 303, milliseconds: performance.now() - begin };
  }
}

async function changed(at: Instant, { isLong, note }: RunMode): Promise<readonly Figure[]> {
  const { provider } = at;
  const first = await at.signIn(0);
  // What an instance reads anew for a key that it does not know, it reads once in half a minute.
  await at.later(MINUTE / 2 + 1_000);
  const readBefore = provider.asked("keys");
  const load = steadily(isLong ? 10 : 4, (number) => at.signIn(number));
  await wait(isLong ? 10_000 : 1_000);
  const beforeChange = load.done.map(({ outcome }) => outcome.milliseconds);
  provider.changeKey();
  await wait(isLong ? 10_000 : 1_500);
  const done = await load.stop();
  const failed = [first, ...done.map(({ outcome }) => outcome)].filter(({ isSignedIn }) => !isSignedIn);
  // The same minute's figure without a change of keys: what is not due to it.
  note(`slowest before the change of keys: ${(Math.max(...beforeChange) / 1_000).toFixed(2)} s`);
  const slowest = Math.max(...done.map(({ outcome }) => outcome.milliseconds / 1_000));
  return [
    // Who was given a code before the change and a token after it is among them.
    exactly(`of ${done.length} sign-ins around the change of keys, failed`, failed.length, 0),
    atMost("slowest of them", slowest, 1, "s"),
    exactly("times that the keys were read for it", provider.asked("keys") - readBefore, 1),
    await flood(at),
  ];
}

/** Keys that nobody published, one after the other: not each of them is asked about. */
async function flood(at: Instant): Promise<Figure> {
  const { provider } = at;
  const readBefore = provider.asked("keys");
  for (let number = 0; number < 5; number += 1) {
    provider.changeKey();
    await at.signIn(number);
  }
  return atMost(
    "times that the keys were read for five more within half a minute",
    provider.asked("keys") - readBefore,
    1,
  );
}

async function unread(at: Instant, { isLong }: RunMode): Promise<readonly Figure[]> {
  const { provider } = at;
  await at.later(MINUTE / 2 + 1_000);
  const { isSignedIn } = await at.signIn(0);
  const figures: Figure[] = [exactly("signed in with the newest key", Number(isSignedIn), 1)];
  for (const down of [["keys"], ["keys", "discovery"]] as const) {
    provider.fail(...down);
    await at.later(AFTER_MINUTES * MINUTE);
    const readBefore = provider.asked("keys");
    const load = steadily(4, (number) => at.signIn(number));
    await wait(isLong ? 20_000 : 1_500);
    const done = await load.stop();
    const failed = done.filter(({ outcome }) => !outcome.isSignedIn).length;
    figures.push(
      exactly(`${down.join(" and ")} down: of ${done.length} sign-ins with known keys, failed`, failed, 0),
      atMost(
        `${down.join(" and ")} down: times that the keys were asked for`,
        provider.asked("keys") - readBefore,
        1,
      ),
    );
  }
  await at.later((HOUR - 2 * AFTER_MINUTES) * MINUTE + 1_000);
  const afterAnHour = await at.signIn(0);
  provider.fail();
  await at.later(MINUTE);
  const again = await at.signIn(0);
  return [
    ...figures,
    exactly("signed in with keys older than an hour", Number(afterAnHour.isSignedIn), 0),
    exactly("signed in once they can be read again", Number(again.isSignedIn), 1),
  ];
}
