import { readdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { OwnFault, RunMode } from "../fault";
import { atLeast, atMost, type Figure, percentile } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { type Done, unhurried } from "../people/traffic";
import type { Instance } from "../world/instance";
import { World } from "../world/world";

const MEBIBYTE = 1_048_576;
/** Of sign-ins, and of issues. */
const EVERY_MS = 500;
/** Long: a machine that does much else has seconds in which nothing is answered, and what is asked is no time. */
const SAMPLE_LIMIT_MS = 60_000;
/** Connections to the database and to whoever asks come and go; a leak does not stop at this. */
const MORE_FILES = 5;

/** Milliseconds. */
interface Course {
  readonly total: number;
  /** Caches fill and code is compiled: not looked at. */
  readonly settling: number;
  /** What is compared: so long after it has settled, and so long at the end. */
  readonly compared: number;
  readonly sampleEvery: number;
}

const LONG: Course = { total: 3_600_000, settling: 600_000, compared: 600_000, sampleEvery: 10_000 };
const SHORT: Course = { total: 120_000, settling: 40_000, compared: 30_000, sampleEvery: 2_000 };

interface Sample {
  /** Milliseconds since the load began. */
  readonly at: number;
  readonly rss: number;
  /** JavaScript's own, with what the next collection takes away. */
  readonly heap: number;
  /** Open files, pipes and sockets; not a number where the system does not say. */
  readonly files: number;
}

/** Two instances at a slow, even pace: what they remember of each sign-in and each issue would add up. */
export const soak: OwnFault = {
  id: "R20",
  title: "an hour of steady work",
  alsoIn: "bench/credentials-memory.ts",
  world: "own",
  longOnly: "it takes an hour, and by its name alone two minutes",
  async run(mode) {
    const world = await World.start();
    try {
      return await work(world, mode);
    } finally {
      await world.close();
    }
  },
};

async function work(world: World, { isLong, note }: RunMode): Promise<readonly Figure[]> {
  const course = isLong ? LONG : SHORT;
  const { browser, id } = await productionReader(world);
  const visits = unhurried(EVERY_MS, (number) => visit(world, number));
  const issues = unhurried(EVERY_MS, async () => issuedKey(await askCredentials(browser, id)) !== undefined);
  const begin = performance.now();
  const samples = world.instances.map((): Sample[] => []);
  let tellAt = 0;
  while (performance.now() - begin < course.total) {
    const at = performance.now() - begin;
    const taken = await Promise.all(world.instances.map((instance) => sample(instance, at)));
    for (const [index, one] of taken.entries()) if (one !== undefined) samples[index]?.push(one);
    if (at >= tellAt) {
      tellAt += 300_000;
      note(`${Math.round(at / 60_000)} min: ${taken.map(shown).join(", ")}`);
    }
    await wait(course.sampleEvery);
  }
  const done = [...(await visits.stop()), ...(await issues.stop())];
  return [
    atLeast("sign-ins and issues", done.length, course.total / 1_000),
    atLeast("share of them that succeeded", succeeded(done) / done.length, 0.999),
    ...samples.flatMap((of, index) => growth(of, course, `instance ${index + 1}`)),
  ];
}

/** A sign-in, and the page that people come to. */
async function visit(world: World, number: number): Promise<boolean> {
  const browser = world.browser();
  const { isSignedIn } = await signIn(browser, world.idp, engineer(number % 5_000));
  return isSignedIn && (await browser.get("/", "same-origin")).status === 200;
}

const succeeded = (done: readonly Done<boolean>[]) => done.filter(({ outcome }) => outcome).length;

/** Undefined when a busy machine took too long to answer: there are hundreds more. */
async function sample(instance: Instance, at: number): Promise<Sample | undefined> {
  const memory = await Promise.all([
    instance.metric(/^process_resident_memory_bytes (\S+)$/m, SAMPLE_LIMIT_MS),
    instance.metric(/^nodejs_heap_size_used_bytes (\S+)$/m, SAMPLE_LIMIT_MS),
  ]).catch(() => undefined);
  if (memory === undefined) return undefined;
  const [rss, heap] = memory;
  const files = await readdir(`/proc/${instance.child.pid}/fd`).then(
    ({ length }) => length,
    () => Number.NaN,
  );
  return { at, rss, heap, files };
}

const shown = (of: Sample | undefined) =>
  of === undefined
    ? "no answer"
    : `${inMebibytes(of.rss)} MiB, ${inMebibytes(of.heap)} of them heap, with ${of.files} open files`;

const inMebibytes = (bytes: number) => Math.round(bytes / MEBIBYTE);

function growth(samples: readonly Sample[], course: Course, whose: string): readonly Figure[] {
  const { total, settling, compared } = course;
  const first = samples.filter(({ at }) => at >= settling && at < settling + compared);
  const last = samples.filter(({ at }) => at >= total - compared);
  const middle = (of: readonly Sample[], what: "rss" | "files") =>
    percentile(
      of.map((one) => one[what]),
      0.5,
    );
  const [before, after] = [middle(first, "rss"), middle(last, "rss")];
  // What collections leave; a leak of objects shows here, whatever the allocator keeps of what it was given back.
  const least = (of: readonly Sample[]) => inMebibytes(Math.min(...of.map(({ heap }) => heap)));
  return [
    atMost(
      `${whose}: resident memory grew from ${inMebibytes(before)} to ${inMebibytes(after)} MiB (least heap seen: ${least(first)}, then ${least(last)})`,
      (after / before - 1) * 100,
      5,
      "%",
    ),
    atMost(`${whose}: files opened and kept`, middle(last, "files") - middle(first, "files"), MORE_FILES),
  ];
}
