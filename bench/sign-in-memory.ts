/**
 * Memory of the app over an hour of full SAML sign-ins, as many as it takes, while twenty attackers post the worst
 * messages there are: what is resident, every ten seconds. Grown is the median of the last ten minutes over that of the
 * second ten (of sixths, where `BENCH_MINUTES=6` makes it short).
 * `npm run build && node scripts/with-postgres.mjs npx tsx bench/sign-in-memory.ts`
 */
import { median } from "./database-world";
import { messageFrom } from "./issuing/child";
import { onStage, type Stage } from "./signing-in/stage";
import { underAttack } from "./signing-in/under-attack";

const TARGET = 0.05;
const MINUTES = Number(process.env.BENCH_MINUTES ?? 60);
const BATCH = 100;
const SAMPLE_MS = 10_000;
const MEBIBYTE = 1_048_576;

interface Sample {
  /** Share of the time that is over. */
  readonly at: number;
  readonly rss: number;
}

/** Resident bytes, without a collection for the occasion. */
async function residentOf({ client }: Stage): Promise<number> {
  const { body } = await client.get("/metrics");
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(body)?.[1]);
}

/** Heap and buffers that a collection leaves. */
async function keptOf({ app }: Stage): Promise<number> {
  const { heap, external } = await messageFrom<{ heap: number; external: number }>(app, "memory");
  return heap + external;
}

const inMebibytes = (bytes: number) => `${Math.round(bytes / MEBIBYTE)} MiB`;

async function hour(
  stage: Stage,
): Promise<{ readonly samples: readonly Sample[]; readonly signIns: number; readonly failures: number }> {
  const samples: Sample[] = [];
  const begun = performance.now();
  let signIns = 0;
  let failures = 0;
  for (let at = 0; at < 1; at = (performance.now() - begun) / (MINUTES * 60_000)) {
    // One that fails is told and counted: the hour goes on.
    try {
      await stage.signIn(BATCH);
      signIns += BATCH;
    } catch (error) {
      failures += 1;
      console.log(error);
    }
    if (performance.now() - begun < samples.length * SAMPLE_MS) continue;
    samples.push({ at, rss: await residentOf(stage) });
    if (samples.length % 30 === 1)
      console.log(
        `${Math.round(at * MINUTES)} min, ${signIns} sign-ins: ${inMebibytes(samples.at(-1)?.rss ?? 0)}`,
      );
  }
  return { samples, signIns, failures };
}

const server = process.env.TEST_DATABASE_URL;
if (server === undefined) throw new Error("Run it under node scripts/with-postgres.mjs.");
await onStage(server, async (stage) => {
  await stage.signIn(BATCH);
  const first = await keptOf(stage);
  const { done, posted, healthMs } = await underAttack(stage, () => hour(stage));
  const { samples, signIns, failures } = done;
  const between = (from: number, to: number) =>
    median(samples.filter(({ at }) => at >= from && at < to).map(({ rss }) => rss));
  const [before, after] = [between(1 / 6, 2 / 6), between(5 / 6, 1)];
  const grown = after / before - 1;
  console.log(
    `${signIns} sign-ins, ${failures} of the batches failed, ${posted} hostile messages; slowest /healthz ${healthMs.toFixed(0)} ms`,
  );
  console.log(
    `resident: ${inMebibytes(before)}, then ${inMebibytes(after)}: ${(grown * 100).toFixed(1)} % (target at most ${TARGET * 100} %)`,
  );
  console.log(
    `left by a collection: ${inMebibytes(first)} before, ${inMebibytes(await keptOf(stage))} after`,
  );
  process.exitCode = grown <= TARGET && failures === 0 ? 0 : 1;
});
