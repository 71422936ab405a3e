/**
 * Memory of the app over 20,000 issues of credentials, four at a time: what is resident after every 2,000, and what
 * is left in heap and buffers after a collection then. Kept is the slope of the latter by least squares over the last
 * three quarters. `npm run build && npx tsx bench/credentials-memory.ts`; flat is less than half a kilobyte an issue:
 * forgetting one session or one answer would be more.
 */
import { type Memory, onEveryDatabase, type Stage } from "./issuing/stage";

const TARGET = 512;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 20_000);
const AT_A_TIME = 4;
const SAMPLE_EVERY = 2_000;
const MEBIBYTE = 1_048_576;

type Sample = Memory & { readonly issues: number };

async function samplesOf(stage: Stage): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let issues = SAMPLE_EVERY; issues <= REQUESTS; issues += SAMPLE_EVERY) {
    const callers = Array.from({ length: AT_A_TIME }, async () => {
      for (let call = 0; call < SAMPLE_EVERY / AT_A_TIME; call += 1) await stage.issue();
    });
    await Promise.all(callers);
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
  const settled = samples.slice(Math.floor(samples.length / 4));
  for (const what of ["rss", "heap", "external"] as const) {
    const shown = samples.map((sample) => Math.round(sample[what] / MEBIBYTE)).join(" ");
    console.log(`${name}: ${what} in MiB every ${SAMPLE_EVERY} issues: ${shown}`);
  }
  const kept = slope(settled, "heap") + slope(settled, "external");
  console.log(`${name}: ${Math.round(kept)} bytes an issue are kept (target at most ${TARGET})`);
  return kept;
}

let worst = Number.NEGATIVE_INFINITY;
await onEveryDatabase(async (stage) => {
  worst = Math.max(worst, report(stage.name, await samplesOf(stage)));
});
process.exitCode = worst <= TARGET ? 0 : 1;
