/**
 * `npx tsx e2e/faults/run.ts R2 R6 [--long]`: makes a fault happen to the built app and says how it bore it. Without
 * a name: all. `--list` names them; `--report FILE` also writes what came of it; `--optional` leaves out what needs a
 * PostgreSQL where there is none to be had. Exit code 1 when a bar was missed.
 */
import { writeFile } from "node:fs/promises";
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
  const wanted = FAULTS.filter(({ id }) => names.length === 0 || names.includes(id));
  // Whoever asks for one by its name gets it, however long it takes.
  const faults = wanted.filter(({ longOnly }) => isLong || names.length > 0 || longOnly === undefined);
  return { faults, isLong, reportFile };
}

async function strike(fault: Fault, world: () => Promise<World>, mode: RunMode): Promise<Result> {
  const start = performance.now();
  const { id, title } = fault;
  say(`${id}: ${title}`);
  let outcome: Pick<Result, "figures" | "error">;
  try {
    outcome = {
      figures: fault.world === "shared" ? await fault.run(await world(), mode) : await fault.run(mode),
    };
  } catch (error) {
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

function described({ id, title, longOnly, alsoIn }: Fault): string {
  const notes = [
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
  let shared: Promise<World> | undefined;
  const world = () => {
    shared ??= World.start();
    return shared;
  };
  const results: Result[] = [];
  try {
    for (const fault of faults) {
      const isPossible = hasServer || fault.needsNoServer === true;
      results.push(isPossible ? await strike(fault, world, mode) : leftOut(fault));
    }
  } finally {
    closeBrowsers();
    await shared?.then(
      (running) => running.close(),
      () => undefined,
    );
  }
  const missed = results.filter(({ isBorne }) => isBorne === false);
  const borne = results.filter(({ isBorne }) => isBorne === true);
  if (reportFile !== undefined) await writeFile(reportFile, JSON.stringify(results, null, 2));
  say(`\n${borne.length} borne, ${missed.length} not${missed.map(({ id }) => ` ${id}`).join("")}`);
  return missed.length === 0 && borne.length > 0 ? 0 : 1;
}

function isServerToBeHad(): Promise<boolean> {
  return requireBinaries().then(
    () => true,
    () => false,
  );
}

process.exit(await main(process.argv.slice(2)).catch(reportProblem));
