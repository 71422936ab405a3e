/**
 * Memory of the app over 20,000 issues of credentials, four at a time, after as many to warm up: what is resident
 * after every 2,000, and what is left in heap and buffers after a collection then. Kept is the slope of the latter by
 * least squares. The embedded database takes its memory in steps of a fifth: one comes early, and none in the 45,000
 * issues that were watched after it. `npm run build && npx tsx bench/credentials-memory.ts`; flat is less than half a kilobyte an issue:
 * forgetting one session or one answer would be more.
 */
import { type Memory, onEveryDatabase, type Stage } from "./issuing/stage";

const TARGET = 512;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 20_000);
const WARM_UP = Number(process.env.BENCH_WARM_UP ?? 20_000);
const AT_A_TIME = 4;
const SAMPLE_EVERY = 2_000;
const MEBIBYTE = 1_048_576;

type Sample = Memory & { readonly issues: number };

async function issueMany(stage: Stage, issues: number): Promise<void> {
  const callers = Array.from({ length: AT_A_TIME }, async () => {
    for (let call = 0; call < issues / AT_A_TIME; call += 1) await stage.issue();
  });
  await Promise.all(callers);
}

async function samplesOf(stage: Stage): Promise<readonly Sample[]> {
  await issueMany(stage, WARM_UP);
  const samples: Sample[] = [];
  for (let issues = SAMPLE_EVERY; issues <= REQUESTS; issues += SAMPLE_EVERY) {
    await issueMany(stage, SAMPLE_EVERY);
    samples.push({ ...(await stage.memory()), issues });
  }
  return samples;
}

/** Least squares: bytes an issue. */
function slope(samples: readonly Sample[], what: keyof Memory): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(samples.map(({ issues }) => issues));
  const y = mean(samples.map((sample) => sample[what]));
  const covariance = samples.reduce((sum, sample) => sum + (sample.issues - x) * (sample[what] - y), 0);
  return covariance / samples.reduce((sum, { issues }) => sum + (issues - x) ** 2, 0);
}

function report(name: string, samples: readonly Sample[]): number {
  for (const what of ["rss", "heap", "external"] as const) {
    const shown = samples.map((sample) => Math.round(sample[what] / MEBIBYTE)).join(" ");
    console.log(`${name}: ${what} in MiB every ${SAMPLE_EVERY} issues: ${shown}`);
  }
  const kept = slope(samples, "heap") + slope(samples, "external");
  console.log(`${name}: ${Math.round(kept)} bytes an issue are kept (target at most ${TARGET})`);
  return kept;
}

let worst = Number.NEGATIVE_INFINITY;
await onEveryDatabase(async (stage) => {
  worst = Math.max(worst, report(stage.name, await samplesOf(stage)));
});
process.exitCode = worst <= TARGET ? 0 : 1;
