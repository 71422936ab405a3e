/**
 * `npx tsx e2e/faults/run.ts R2 R6 [--long]`: makes a fault happen to the built app and says how it bore it. Without
 * a name: all, or with `--quick` those that take seconds. `--list` names them; `--report FILE` also writes what came of it; `--optional` leaves out what needs a
 * PostgreSQL where there is none to be had. Exit code 1 when a bar was missed.
 */
import { writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { requireBinaries } from "../../scripts/setup/postgres.mjs";
import { report as reportProblem } from "../../scripts/setup/problem.mjs";
import type { Fault, RunMode } from "./fault";
import { FAULTS } from "./faults";
import type { Figure } from "./figures";
import { closeBrowsers } from "./people/browser";
import { World } from "./world/world";

interface Result {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
  readonly figures: readonly Figure[];
  /** What broke before there was a figure. */
  readonly error?: string;
  /** Null: it was left out. */
  readonly isBorne: boolean | null;
}

interface Wish {
  readonly faults: readonly Fault[];
  readonly isLong: boolean;
  readonly reportFile: string | undefined;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

function wishOf(args: readonly string[]): Wish {
  const isLong = args.includes("--long");
  const at = args.indexOf("--report");
  const reportFile = at < 0 ? undefined : args[at + 1];
  const names = args.filter((arg, index) => !arg.startsWith("--") && (at < 0 || index !== at + 1));
  const unknown = names.filter((name) => !FAULTS.some(({ id }) => id === name));
  if (unknown.length > 0) throw new Error(`There is no fault called ${unknown.join(", ")}: see --list.`);
  const isQuick = args.includes("--quick");
  const wanted = FAULTS.filter((fault) =>
    names.length === 0 ? !isQuick || fault.isQuick === true : names.includes(fault.id),
  );
  // Whoever asks for one by its name gets it, however long it takes.
  const faults = wanted.filter(({ longOnly }) => isLong || names.length > 0 || longOnly === undefined);
  return { faults, isLong, reportFile };
}

/** One world for all that share it, until one of them breaks it: the next begins with another. */
class SharedWorld {
  #running: Promise<World> | undefined;

  get(): Promise<World> {
    this.#running ??= World.start();
    return this.#running;
  }

  async end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.then(
      (world) => world.close(),
      () => undefined,
    );
  }
}

/** Rejects when it takes longer than any fault should: what hangs must not keep the others from happening. */
async function inTime<T>(work: Promise<T>, { isLong }: RunMode): Promise<T> {
  const minutes = isLong ? 120 : 6;
  const timer = new AbortController();
  const late = wait(minutes * 60_000, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`it did not end within ${minutes} minutes`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

async function strike(fault: Fault, world: SharedWorld, mode: RunMode): Promise<Result> {
  const start = performance.now();
  const { id, title } = fault;
  say(`${id}: ${title}`);
  let outcome: Pick<Result, "figures" | "error">;
  try {
    const work = fault.world === "shared" ? fault.run(await world.get(), mode) : fault.run(mode);
    outcome = { figures: await inTime(work, mode) };
  } catch (error) {
    if (fault.world === "shared") await world.end();
    outcome = { figures: [], error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const seconds = (performance.now() - start) / 1_000;
  const { figures, error } = outcome;
  for (const { what, measured, bar, isMet } of figures) {
    say(`  ${isMet ? "ok  " : "MISS"} ${what}: ${measured} (${bar})`);
  }
  if (error !== undefined) say(`  BROKEN ${error}`);
  say(`  ${seconds.toFixed(1)} s`);
  return {
    id,
    title,
    seconds,
    ...outcome,
    isBorne: error === undefined && figures.every(({ isMet }) => isMet),
  };
}

function leftOut({ id, title }: Fault): Result {
  say(`${id}: ${title}\n  left out: there is no PostgreSQL to be had`);
  return { id, title, seconds: 0, figures: [], isBorne: null };
}

function described({ id, title, isQuick, longOnly, alsoIn }: Fault): string {
  const notes = [
    isQuick === true ? ["quick"] : [],
    longOnly === undefined ? [] : ["by its name or with --long only"],
    alsoIn === undefined ? [] : [`see also ${alsoIn}`],
  ].flat();
  return `${id}\t${title}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}

async function main(args: readonly string[]): Promise<number> {
  const { faults, isLong, reportFile } = wishOf(args);
  if (args.includes("--list")) {
    for (const fault of FAULTS) say(described(fault));
    return 0;
  }
  const hasServer = !args.includes("--optional") || (await isServerToBeHad());
  const mode: RunMode = { isLong, note: (text) => say(`  ${text}`) };
  const world = new SharedWorld();
  const results: Result[] = [];
  try {
    for (const fault of faults) {
      const isPossible = hasServer || fault.needsNoServer === true;
      results.push(isPossible ? await strike(fault, world, mode) : leftOut(fault));
    }
  } finally {
    closeBrowsers();
    await world.end();
  }
  const missed = results.filter(({ isBorne }) => isBorne === false);
  const borne = results.filter(({ isBorne }) => isBorne === true);
  if (reportFile !== undefined) await writeFile(reportFile, JSON.stringify(results, null, 2));
  say(`\n${borne.length} borne, ${missed.length} not${missed.map(({ id }) => ` ${id}`).join("")}`);
  return missed.length === 0 && (borne.length > 0 || !hasServer) ? 0 : 1;
}

function isServerToBeHad(): Promise<boolean> {
  return requireBinaries().then(
    () => true,
    () => false,
  );
}

process.exit(await main(process.argv.slice(2)).catch(reportProblem));
