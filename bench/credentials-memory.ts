/**
 * Memory of the app over 20,000 issues of credentials, four at a time. What is printed is the slope of the least
 * memory seen in each window after the first quarter: between two collections memory rises, and what remains
 * after them is what is kept. `npm run build && npx tsx bench/credentials-memory.ts`; flat is less than half a
 * kilobyte an issue: forgetting one session or one answer would be more.
 */
import { onEveryDatabase, type Stage } from "./issuing/stage";

const TARGET = 512;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 20_000);
const AT_A_TIME = 4;
const SAMPLE_EVERY = 100;
const WINDOW = 10;
const MEBIBYTE = 1_048_576;

interface Sample {
  readonly requests: number;
  readonly rss: number;
  readonly heap: number;
}

async function sample(stage: Stage): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let done = 0; done < REQUESTS; done += SAMPLE_EVERY) {
    const callers = Array.from({ length: AT_A_TIME }, async () => {
      for (let call = 0; call < SAMPLE_EVERY / AT_A_TIME; call += 1) await stage.issue();
    });
    await Promise.all(callers);
    const { rss, heap } = await stage.usage();
    samples.push({ requests: done + SAMPLE_EVERY, rss, heap });
  }
  return samples;
}

/** The least of each window, as [requests, bytes]. */
function floors(samples: readonly Sample[], what: "rss" | "heap"): readonly (readonly [number, number])[] {
  const windows: Sample[][] = [];
  for (let start = 0; start < samples.length; start += WINDOW)
    windows.push(samples.slice(start, start + WINDOW));
  return windows.flatMap((window) => {
    const least = window.toSorted((a, b) => a[what] - b[what])[0];
    return least === undefined ? [] : [[least.requests, least[what]] as const];
  });
}

/** Least squares: bytes a request. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([requests]) => requests));
  const y = mean(points.map(([, bytes]) => bytes));
  const covariance = points.reduce((sum, [requests, bytes]) => sum + (requests - x) * (bytes - y), 0);
  return covariance / points.reduce((sum, [requests]) => sum + (requests - x) ** 2, 0);
}

function report(name: string, samples: readonly Sample[]): number {
  const slopes = (["rss", "heap"] as const).map((what) => {
    const all = floors(samples, what);
    const settled = all.slice(Math.floor(all.length / 4));
    const shown = all.map(([, bytes]) => Math.round(bytes / MEBIBYTE)).join(" ");
    console.log(`${name}: ${what} in MiB, least of every ${SAMPLE_EVERY * WINDOW}: ${shown}`);
    return slope(settled);
  });
  const [rss, heap] = slopes.map((bytes) => Math.round(bytes));
  console.log(`${name}: ${rss} bytes an issue resident, ${heap} in the heap (target at most ${TARGET})`);
  return Math.max(...slopes);
}

let worst = Number.NEGATIVE_INFINITY;
await onEveryDatabase(async (stage) => {
  worst = Math.max(worst, report(stage.name, await sample(stage)));
});
process.exitCode = worst <= TARGET ? 0 : 1;
