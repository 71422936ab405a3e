/**
 * `POST /api/v1/credentials` on the built app, against the sum of what it cannot do without: a Next handler that
 * returns a constant, one assertion, the same SQL on the bare driver, one STS call with the bare SDK client. The
 * STS answers at once. Processor time is that of the process which does the work (the app's, or this one's for the
 * other parts), wall time that of one caller who waits for each answer. All parts take turns in every round.
 * `npm run build && npx tsx bench/credentials.ts`; at most 1.6.
 */
import { median } from "./database-world";
import { onEveryDatabase, type Stage } from "./issuing/stage";

const TARGET = 1.6;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 60);
const SLICE = 25;
const WARM_UP = 1_500;

/** Milliseconds a call. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

type Part = "issue" | "constant" | "assertion" | "statements" | "sts";
type Round = Readonly<Record<Part, Cost>>;

function ownUsage(): Promise<{ cpu: number }> {
  const { user, system } = process.cpuUsage();
  return Promise.resolve({ cpu: (user + system) / 1_000 });
}

async function slice(work: () => unknown, usage: () => Promise<{ cpu: number }>): Promise<Cost> {
  const before = await usage();
  const start = performance.now();
  for (let call = 0; call < SLICE; call += 1) await work();
  const wall = performance.now() - start;
  const after = await usage();
  return { cpu: (after.cpu - before.cpu) / SLICE, wall: wall / SLICE };
}

async function round({ issue, constant, bare, usage }: Stage): Promise<Round> {
  return {
    issue: await slice(issue, usage),
    constant: await slice(constant, usage),
    assertion: await slice(bare.assertion, ownUsage),
    statements: await slice(bare.statements, ownUsage),
    sts: await slice(bare.sts, ownUsage),
  };
}

function sumOfParts({ constant, assertion, statements, sts }: Round, what: keyof Cost): number {
  return constant[what] + assertion[what] + statements[what] + sts[what];
}

/** Of each round by itself, so that a minute in which the machine was busy counts for both sides. */
function ratio(rounds: readonly Round[], what: keyof Cost): number {
  return median(rounds.map((each) => each.issue[what] / sumOfParts(each, what)));
}

function report(name: string, rounds: readonly Round[]): number {
  const line = (part: Part) => {
    const [cpu, wall] = (["cpu", "wall"] as const).map((what) =>
      median(rounds.map((each) => each[part][what])),
    );
    console.log(
      `  ${part.padEnd(10)} ${cpu?.toFixed(2).padStart(7)} ms processor ${wall?.toFixed(2).padStart(7)} ms wall`,
    );
  };
  console.log(`${name}:`);
  for (const part of ["issue", "constant", "assertion", "statements", "sts"] as const) line(part);
  const [cpu, wall] = [ratio(rounds, "cpu"), ratio(rounds, "wall")];
  console.log(
    `  against the sum of its parts: processor ${cpu.toFixed(2)}, wall ${wall.toFixed(2)} (target at most ${TARGET})`,
  );
  return Math.max(cpu, wall);
}

let worst = 0;
await onEveryDatabase(async (stage) => {
  for (let done = 0; done < WARM_UP; done += SLICE) await round(stage);
  const rounds: Round[] = [];
  while (rounds.length < ROUNDS) rounds.push(await round(stage));
  worst = Math.max(worst, report(stage.name, rounds));
});
process.exitCode = worst <= TARGET ? 0 : 1;
