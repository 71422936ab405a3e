import { setTimeout as wait } from "node:timers/promises";
import { startCannedSts } from "../../../bench/issuing/start-canned-sts";
import type { OwnFault, RunMode } from "../fault";
import { atLeast, atMost, exactly, type Figure, percentile } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { type Done, steadily } from "../people/traffic";
import { World } from "../world/world";

/** A little more than the bar, so that a rate that is kept shows above it. */
const PER_SECOND = { signIns: 51, issues: 204 };
/** Between two of these everything under way is waited for: what cannot be kept up with does not pile up. */
const SLICE_MS = 15_000;
const WARM_UP_MS = 5_000;

/** As many as a large company has on a Monday morning, on one machine together with everything that asks. */
export const steadyLoad: OwnFault = {
  id: "R18",
  title: "50 sign-ins a second, then 200 issues of credentials a second",
  alsoIn: "bench/sign-in.ts, bench/credentials.ts",
  world: "own",
  longOnly: "it says nothing on a machine that does something else",
  async run(mode) {
    const sts = await startCannedSts("/dev/stderr");
    try {
      const world = await World.start({ instances: 1, settings: { ROLEBRIDGE_LOG_LEVEL: "warn" } });
      try {
        await moveToSts(world, `http://127.0.0.1:${sts.port}/{region}`);
        return await load(world, mode);
      } finally {
        await world.close();
      }
    } finally {
      await sts.stop();
    }
  },
};

/** The company was set up with an STS that knows everything; it is measured with one that costs nothing. */
async function moveToSts(world: World, url: string): Promise<void> {
  const before = [...world.instances];
  for (let count = 0; count < 2; count += 1) {
    await world.addInstance({ settings: { AWS_ENDPOINT_URL_STS: url } });
  }
  for (const instance of before) await world.endInstance(instance, "SIGTERM");
}

async function load(world: World, { isLong, note }: RunMode): Promise<readonly Figure[]> {
  const { browser, id } = await productionReader(world);
  const milliseconds = isLong ? 600_000 : SLICE_MS;
  const enter = async (number: number) =>
    (await signIn(world.browser(), world.idp, engineer(number % 5_000))).isSignedIn;
  const issue = async () => issuedKey(await askCredentials(browser, id)) !== undefined;
  return [
    ...(await measured(world, "sign-ins", enter, {
      perSecond: PER_SECOND.signIns,
      bar: 50,
      milliseconds,
      note,
    })),
    ...(await measured(world, "issues", issue, {
      perSecond: PER_SECOND.issues,
      bar: 200,
      milliseconds,
      note,
    })),
  ];
}

interface Wanted {
  readonly perSecond: number;
  readonly bar: number;
  readonly milliseconds: number;
  note(text: string): void;
}

async function measured(
  world: World,
  what: string,
  work: (number: number) => Promise<boolean>,
  { perSecond, bar, milliseconds, note }: Wanted,
): Promise<readonly Figure[]> {
  const warmUp = steadily(Math.ceil(perSecond / 4), work);
  await wait(WARM_UP_MS);
  await warmUp.stop();
  await eventLoopDelay(world);
  const done: Done<boolean>[] = [];
  let spent = 0;
  while (spent < milliseconds) {
    const begin = performance.now();
    const slice = steadily(perSecond, work);
    await wait(SLICE_MS);
    const outcomes = await slice.stop();
    const took = performance.now() - begin;
    spent += took;
    done.push(...outcomes);
    note(`${what}: ${((outcomes.length / took) * 1_000).toFixed(0)} a second`);
  }
  const times = done.map(({ startedAt, endedAt }) => endedAt - startedAt);
  return [
    atLeast(`${what} a second`, (done.length / spent) * 1_000, bar),
    atMost(`${what}: 99th percentile`, percentile(times, 0.99), 500, "ms"),
    exactly(`${what}: of ${done.length}, failed`, done.filter(({ outcome }) => !outcome).length, 0),
    atMost(
      `${what}: 99th percentile of the event loop's delay`,
      (await eventLoopDelay(world)) * 1_000,
      100,
      "ms",
    ),
  ];
}

/** Seconds, of the worse instance, since this was asked last. */
async function eventLoopDelay({ instances }: World): Promise<number> {
  const delay = /^rolebridge_event_loop_delay_seconds\{quantile="0\.99"\} (\S+)$/m;
  return Math.max(...(await Promise.all(instances.map((instance) => instance.metric(delay)))));
}
